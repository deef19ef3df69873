package io.slabcache.jcache;

import javax.cache.CacheManager;

/** A cache manager of this provider, for {@link CacheManager#unwrap}. */
public interface SlabCacheManager extends CacheManager {
    /**
     * Returns how many bytes the caches of this manager use outside the heap.
     *
     * @return bytes, overhead included
     * @throws IllegalStateException if the manager is closed
     */
    long offHeapBytes();
}
