package io.slabcache.jcache;

import io.slabcache.client.NodeMetrics;
import java.util.List;
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

    /**
     * Returns what was counted for each server since the manager was opened, by all of its caches together.
     *
     * @return a snapshot, one element for each server; empty where entries are in this process
     * @throws IllegalStateException if the manager is closed
     */
    List<NodeMetrics> nodes();

    /**
     * Has an observer told of the caches that there are, before this returns, and of those that come and go from now on.
     *
     * @param observer told until it is removed or the manager is closed; kept until then
     * @throws IllegalStateException if the manager is closed
     */
    void addCacheObserver(CacheObserver observer);

    /**
     * Has an observer told no more. Does nothing if it is not told, or if the manager is closed.
     *
     * @param observer the observer
     */
    void removeCacheObserver(CacheObserver observer);
}
