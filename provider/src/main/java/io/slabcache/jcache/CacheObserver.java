package io.slabcache.jcache;

/**
 * Told of the caches of a manager as they come and go. Called by the threads that create and close them, several at once,
 * under no lock of the provider; what it throws is logged. It may be told of one cache more than once, and the last of it is
 * always that it is closed.
 */
public interface CacheObserver {
    /**
     * Takes notice of a cache that can be used.
     *
     * @param cache the cache
     */
    void cacheCreated(SlabCache<?, ?> cache);

    /**
     * Takes notice of a cache that was closed or destroyed. Another one of its name may be there already.
     *
     * @param cache the cache, which was perhaps never announced
     */
    void cacheClosed(SlabCache<?, ?> cache);

    /** Takes notice of the end of the manager, whose caches are closed. */
    default void managerClosed() {}
}
