package io.slabcache.bench.hitratio;

import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;

/** Ehcache on the heap, bounded by entries: its own measuring of bytes walks every object and is deprecated. */
final class EhcacheTracedCache implements TracedCache {
    private final CacheManager manager;
    private final Cache<Long, Integer> cache;
    private final long maximum;

    /**
     * Opens one.
     *
     * @param overhead what an entry takes beside key and value, in bytes
     */
    EhcacheTracedCache(Room room, double overhead) {
        maximum = room.entriesWith(overhead);
        manager = CacheManagerBuilder.newCacheManagerBuilder().build(true);
        cache = manager.createCache(
                "hitratio",
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                        Long.class, Integer.class, ResourcePoolsBuilder.heap(maximum)));
    }

    @Override
    public boolean request(long key, int valueLength) {
        if (cache.get(key) != null) {
            return true;
        }
        cache.put(key, valueLength);
        return false;
    }

    /** Returns the bound, which it stays at once it is full; it has no cheap count. */
    @Override
    public long entries() {
        return maximum;
    }

    @Override
    public void close() {
        manager.close();
    }
}
