package io.slabcache.examples.micronaut;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URI;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Makes the bean that Micronaut's cache annotations look for. */
@Factory
class CacheManagerFactory {
    @Singleton
    @Bean(preDestroy = "close")
    CacheManager cacheManager(@Value("${app.caches}") String location) {
        return Caching.getCachingProvider()
                .getCacheManager(URI.create(location), getClass().getClassLoader());
    }
}
