package io.slabcache.annotations.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CacheResult;

/** Intercepts methods with {@link CacheResult}. */
@CacheResult
@Interceptor
@Priority(CacheAnnotationsExtension.PRIORITY)
final class CacheResultInterceptor extends CachingInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    Class<? extends Annotation> annotationType() {
        return CacheResult.class;
    }
}
