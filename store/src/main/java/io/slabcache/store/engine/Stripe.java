package io.slabcache.store.engine;

import org.jspecify.annotations.Nullable;

/**
 * One part of the index with its lock, its CAS tokens and its counters. The lock comes before those of the slab classes.
 * All fields that are neither final nor volatile are guarded by it.
 */
final class Stripe {
    final BriefLock lock = new BriefLock();

    private final long tokenStep;

    /** The stripe's table; null until its first item. Written under the lock; readers check it again after a copy. */
    private volatile @Nullable IndexTable table;

    /** Items with this token or a lower one were cleared. Written under the lock. */
    private volatile long clearMark;

    private long lastToken;

    /** Entries in the table, those of cleared items included. */
    long entries;

    /** Entries of items that were not cleared. */
    long items;

    /** The bytes of keys and values of these items. */
    long payloadBytes;

    long writes;

    long deletes;

    long evicted;

    long expired;

    long cleared;

    long ghostHits;

    /**
     * Creates an empty stripe.
     *
     * @param firstToken the token before the stripe's first, different from that of every other stripe modulo the step
     * @param tokenStep the distance between two tokens
     */
    Stripe(long firstToken, long tokenStep) {
        this.lastToken = firstToken;
        this.clearMark = firstToken;
        this.tokenStep = tokenStep;
    }

    @Nullable
    IndexTable table() {
        return table;
    }

    void setTable(IndexTable table) {
        assert lock.isHeldByCurrentThread();
        this.table = table;
    }

    long nextToken() {
        assert lock.isHeldByCurrentThread();
        lastToken += tokenStep;
        return lastToken;
    }

    boolean isCleared(long casToken) {
        return casToken <= clearMark;
    }

    /** Makes all items absent and returns the highest token of an item that was there. */
    long clear() {
        assert lock.isHeldByCurrentThread();
        clearMark = lastToken;
        cleared += items;
        items = 0;
        payloadBytes = 0;
        return lastToken;
    }

    boolean wantsGrowth() {
        assert lock.isHeldByCurrentThread();
        IndexTable current = table;
        return current == null || entries > current.itemsWanted();
    }
}
