package io.slabcache.jcache.internal;

import io.slabcache.client.NodeMetrics;
import java.util.List;

/** Where the backings of one cache manager live; owns what they share. Safe for use by several threads. */
public interface BackingSpace extends AutoCloseable {
    /**
     * Opens the backing of one cache.
     *
     * @param settings what the cache needs
     * @param sink told of expired entries
     * @return an open backing, which must be closed before this space
     * @throws BackingException if it cannot be had
     */
    Backing open(BackingSettings settings, RemovalSink sink);

    /**
     * Returns what was counted for the servers on which the backings are.
     *
     * @return a snapshot, empty where there are none
     */
    default List<NodeMetrics> nodes() {
        return List.of();
    }

    /** Frees what the backings shared. */
    @Override
    void close();
}
