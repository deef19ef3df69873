package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import javax.cache.annotation.CacheMethodDetails;
import org.jspecify.annotations.Nullable;

/**
 * A method with one of the four annotations: all that is known of it before it is called.
 *
 * @param method the method, which is not a bridge
 * @param annotations all annotations on it
 * @param cacheAnnotation what the caching annotation says, with the defaults of its class filled in
 * @param parameters all parameters
 * @param keyParameters those that make up the key
 * @param valueParameter the one that is put into the cache; null if no parameter is
 * @param <A> the type of the caching annotation
 */
record CacheMethod<A extends Annotation>(
        Method method,
        Set<Annotation> annotations,
        CacheAnnotation<A> cacheAnnotation,
        List<MethodParameter> parameters,
        List<MethodParameter> keyParameters,
        @Nullable MethodParameter valueParameter)
        implements CacheMethodDetails<A> {

    CacheMethod {
        annotations = Set.copyOf(annotations);
        parameters = List.copyOf(parameters);
        keyParameters = List.copyOf(keyParameters);
    }

    @Override
    public Method getMethod() {
        return method;
    }

    @Override
    public Set<Annotation> getAnnotations() {
        return annotations;
    }

    @Override
    public A getCacheAnnotation() {
        return cacheAnnotation.annotation();
    }

    @Override
    public String getCacheName() {
        return cacheAnnotation.cacheName();
    }
}
