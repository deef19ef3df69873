package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheInvocationContext;
import javax.cache.annotation.CacheResolver;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/** Finds a cache by its name, and makes it if there is none. */
final class NamedCacheResolver implements CacheResolver {

    private static final System.Logger LOG = System.getLogger(NamedCacheResolver.class.getName());

    private final CacheManager manager;
    private final String name;

    /** What was found last. Threads that find at the same time find the same. */
    private volatile @Nullable Cache<?, ?> found;

    NamedCacheResolver(CacheManager manager, String name) {
        this.manager = manager;
        this.name = name;
    }

    // The caller says what the types are; a cache that enforces others refuses keys and values itself.
    @SuppressWarnings("unchecked")
    @Override
    public <K, V> Cache<K, V> resolveCache(CacheInvocationContext<? extends Annotation> context) {
        Cache<?, ?> cache = found;
        // A cache may be destroyed, and one with its name made, behind our back.
        if (cache == null || cache.isClosed()) {
            cache = findOrCreate();
            found = cache;
        }
        return (Cache<K, V>) cache;
    }

    private Cache<?, ?> findOrCreate() {
        Cache<?, ?> existing = manager.getCache(name);
        if (existing != null) {
            return existing;
        }
        try {
            // Plain: whatever the provider's configuration has for caches that nobody configured.
            Cache<?, ?> created = manager.createCache(name, new MutableConfiguration<>());
            LOG.log(
                    System.Logger.Level.INFO,
                    "made a cache that an annotation names and nobody configured: cache={0}, manager={1}",
                    name,
                    manager.getURI());
            return created;
        } catch (CacheException e) {
            Cache<?, ?> createdMeanwhile = manager.getCache(name);
            if (createdMeanwhile == null) {
                throw e;
            }
            return createdMeanwhile;
        }
    }
}
