package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.GeneratedCacheKey;

/**
 * What an operation needs of user code, which may answer null where it must not.
 *
 * @param resolver finds the cache
 * @param keyGenerator makes keys
 */
record CacheAccess(CacheResolver resolver, CacheKeyGenerator keyGenerator) {

    <V> Cache<GeneratedCacheKey, V> cache(CacheMethodInvocation<? extends Annotation> call) {
        return resolve(resolver, call);
    }

    GeneratedCacheKey key(CacheMethodInvocation<? extends Annotation> call) {
        GeneratedCacheKey key = keyGenerator.generateCacheKey(call);
        if (key == null) {
            throw new CacheException("a key generator must generate a key: generator="
                    + keyGenerator.getClass().getName() + ", method=" + call.getMethod());
        }
        return key;
    }

    static <V> Cache<GeneratedCacheKey, V> resolve(
            CacheResolver resolver, CacheMethodInvocation<? extends Annotation> call) {
        Cache<GeneratedCacheKey, V> cache = resolver.resolveCache(call);
        if (cache == null) {
            throw new CacheException("a resolver must resolve a cache: resolver="
                    + resolver.getClass().getName() + ", method=" + call.getMethod());
        }
        return cache;
    }
}
