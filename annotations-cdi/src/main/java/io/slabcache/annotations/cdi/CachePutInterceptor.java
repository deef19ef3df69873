package io.slabcache.annotations.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CachePut;

/** Intercepts methods with {@link CachePut}. */
@CachePut
@Interceptor
@Priority(CacheAnnotationsExtension.PRIORITY)
final class CachePutInterceptor extends CachingInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    Class<? extends Annotation> annotationType() {
        return CachePut.class;
    }
}
