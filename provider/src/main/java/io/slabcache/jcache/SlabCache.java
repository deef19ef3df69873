package io.slabcache.jcache;

import javax.cache.Cache;

/**
 * A cache of this provider with what JSR-107 lacks, for {@link Cache#unwrap}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface SlabCache<K, V> extends Cache<K, V> {
    /**
     * Returns the number of entries.
     *
     * @return live entries, expired ones that nobody has met yet included; -1 where they are on servers, which do not
     *     count them
     * @throws IllegalStateException if the cache is closed
     */
    long size();

    /**
     * Returns how many bytes the cache uses outside the heap.
     *
     * @return bytes, overhead included
     * @throws IllegalStateException if the cache is closed
     */
    long offHeapBytes();

    /**
     * Returns the cache's counters, which run whether or not the JSR-107 statistics are enabled.
     *
     * @return a snapshot; its figures are taken one after another
     * @throws IllegalStateException if the cache is closed
     */
    SlabCacheStatistics statistics();
}
