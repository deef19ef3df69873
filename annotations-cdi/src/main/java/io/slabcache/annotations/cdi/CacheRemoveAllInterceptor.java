package io.slabcache.annotations.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CacheRemoveAll;

/** Intercepts methods with {@link CacheRemoveAll}. */
@CacheRemoveAll
@Interceptor
@Priority(CacheAnnotationsExtension.PRIORITY)
final class CacheRemoveAllInterceptor extends CachingInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    Class<? extends Annotation> annotationType() {
        return CacheRemoveAll.class;
    }
}
