package io.slabcache.annotations.cdi.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Says where the application's caches are. */
@ApplicationScoped
public class Caches {

    @Produces
    @ApplicationScoped
    CacheManager open() {
        return Caching.getCachingProvider()
                .getCacheManager(URI.create("classpath:catalogue.conf"), Caches.class.getClassLoader());
    }

    void close(@Disposes CacheManager manager) {
        manager.close();
    }
}
