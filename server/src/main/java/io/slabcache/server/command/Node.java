package io.slabcache.server.command;

import io.slabcache.protocol.Exptime;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.stats.NodeStatistics;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;

/** What all connections of a node share: the store and what belongs to it. Safe for use by any number of threads. */
public final class Node implements AutoCloseable {
    /** What memcached adds to key and value of an item: header, CAS token, the key's end, the value's end. */
    private static final int MEMCACHED_OVERHEAD = 48 + Long.BYTES + 1 + 2;

    /** What memcached adds for client flags, unless they are 0. */
    private static final int MEMCACHED_FLAGS = Integer.BYTES;

    final SlabStore store;
    final StoreClock clock;
    final NodeStatistics statistics;
    final FlushMarks flushMarks;
    private final int maxItemSize;

    private Node(ServerSettings settings, SlabStore store, StoreClock clock) {
        this.store = store;
        this.clock = clock;
        this.maxItemSize = settings.maxItemSize();
        this.statistics = new NodeStatistics(settings, store, clock);
        this.flushMarks = new FlushMarks(store, clock);
    }

    /**
     * Opens a node with an empty store.
     *
     * @param settings the settings
     * @param clock the time against which items expire
     * @return a new node
     */
    public static Node open(ServerSettings settings, StoreClock clock) {
        SlabStore store = SlabStore.builder()
                .name("server")
                .capacity(settings.memory())
                .maxItemSize(settings.maxItemSize())
                .clock(clock)
                .build();
        return new Node(settings, store, clock);
    }

    /**
     * Returns the node's statistics.
     *
     * @return the statistics
     */
    public NodeStatistics statistics() {
        return statistics;
    }

    /** Tells whether an item is within the limit, counted as memcached counts it. */
    boolean isWithinLimit(int keyLength, int valueLength, int clientFlags) {
        long size = (long) MEMCACHED_OVERHEAD + keyLength + valueLength + (clientFlags == 0 ? 0 : MEMCACHED_FLAGS);
        return size <= maxItemSize;
    }

    /** Returns the store's expiry time for an exptime from the wire, 0 to {@link Exptime#MAX}. */
    long expiryMillis(long exptime) {
        return exptime == Exptime.NEVER ? SlabStore.NO_EXPIRY : Exptime.toExpiry(exptime, clock.millis());
    }

    /**
     * Makes everything disappear that is stored before a moment.
     *
     * @return false if too many moments are pending
     */
    boolean flush(long exptime) {
        long now = clock.millis();
        return flushMarks.add(exptime == Exptime.NEVER ? now : Exptime.toExpiry(exptime, now));
    }

    /** Closes the store. No connection may be in use any more. */
    @Override
    public void close() {
        store.close();
    }
}
