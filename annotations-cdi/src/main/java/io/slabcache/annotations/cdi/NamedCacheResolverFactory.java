package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheMethodDetails;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;

/** Takes the caches by the names that the annotations say. */
final class NamedCacheResolverFactory implements CacheResolverFactory {

    private final CacheManager manager;

    NamedCacheResolverFactory(CacheManager manager) {
        this.manager = manager;
    }

    @Override
    public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> method) {
        return new NamedCacheResolver(manager, method.getCacheName());
    }

    @Override
    public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> method) {
        return new NamedCacheResolver(manager, method.getCacheAnnotation().exceptionCacheName());
    }
}
