package io.slabcache.annotations.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CacheRemove;

/** Intercepts methods with {@link CacheRemove}. */
@CacheRemove
@Interceptor
@Priority(CacheAnnotationsExtension.PRIORITY)
final class CacheRemoveInterceptor extends CachingInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    Class<? extends Annotation> annotationType() {
        return CacheRemove.class;
    }
}
