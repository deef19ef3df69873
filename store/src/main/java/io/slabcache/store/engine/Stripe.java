package io.slabcache.store.engine;

import org.jspecify.annotations.Nullable;

/**
 * One part of the index with its lock, its CAS tokens and its counters. The lock comes before those of the slab classes.
 * All fields that are neither final nor volatile are guarded by it.
 */
final class Stripe {
    final BriefLock lock = new BriefLock();

    /** Tokens are the clock's milliseconds so shifted, and so do not repeat those of an earlier store. */
    private static final int TOKEN_CLOCK_SHIFT = 20;

    /** The bit of a token that says that its item was invalidated. */
    private static final int STALE = 1;

    /** Above that bit the stripe's number. */
    private static final int NUMBER_SHIFT = 1;

    private final int number;
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
     * @param number the stripe's, from 0
     * @param count the number of stripes, a power of two
     * @param nowMillis the time
     */
    Stripe(int number, int count, long nowMillis) {
        this.number = number;
        this.tokenStep = (long) count << NUMBER_SHIFT;
        this.lastToken = tokenOf(nowMillis);
        this.clearMark = lastToken;
    }

    @Nullable
    IndexTable table() {
        return table;
    }

    void setTable(IndexTable table) {
        assert lock.isHeldByCurrentThread();
        this.table = table;
    }

    /** Returns a token higher than all before, which tells the time unless writes came faster than tokens per millisecond. */
    long nextToken(long nowMillis) {
        assert lock.isHeldByCurrentThread();
        lastToken = Math.max(lastToken + tokenStep, tokenOf(nowMillis));
        return lastToken;
    }

    private long tokenOf(long nowMillis) {
        return (nowMillis << TOKEN_CLOCK_SHIFT) + ((long) number << NUMBER_SHIFT);
    }

    /** Returns a token that no stripe's first exceeds. */
    static long highestFirstToken(int count, long nowMillis) {
        return (nowMillis << TOKEN_CLOCK_SHIFT) + ((long) count << NUMBER_SHIFT);
    }

    /** Returns the next token in the form that says that its item was invalidated. */
    long nextStaleToken(long nowMillis) {
        return nextToken(nowMillis) | STALE;
    }

    static boolean isStale(long casToken) {
        return (casToken & STALE) != 0;
    }

    boolean isCleared(long casToken) {
        return casToken <= clearMark;
    }

    /** Makes all items absent and returns the highest token of an item that was there. */
    long clear() {
        assert lock.isHeldByCurrentThread();
        clearMark = lastToken | STALE;
        cleared += items;
        items = 0;
        payloadBytes = 0;
        return clearMark;
    }

    boolean wantsGrowth() {
        assert lock.isHeldByCurrentThread();
        IndexTable current = table;
        return current == null || entries > current.itemsWanted();
    }
}
