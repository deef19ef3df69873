package io.slabcache.store.engine;

/** How S3-FIFO divides a slab class between its two queues. No division is good for all sequences of requests. */
enum EvictionPolicy {
    /** Good enough for most, and what a store begins with. */
    BALANCED(100, false),
    /** For requests that follow fixed frequencies: an item that is not hit soon is gone soon. */
    FREQUENCY(10, false),
    /** For loops over more items than there is room for: what is in the main queue stays while it is used at all. */
    RETENTION(10, true),
    /** For working sets that change: a new item has much time to be hit. */
    RECENCY(500, false);

    private static final int PER_MILLE = 1000;

    private final int smallQueuePerMille;
    private final boolean guardsMainQueue;

    EvictionPolicy(int smallQueuePerMille, boolean guardsMainQueue) {
        this.smallQueuePerMille = smallQueuePerMille;
        this.guardsMainQueue = guardsMainQueue;
    }

    /** Returns how many of so many items the small queue holds before victims come from it; one at least. */
    long smallQueueTarget(long items) {
        return Math.max(1, items * smallQueuePerMille / PER_MILLE);
    }

    /**
     * Tells whether a key that the ghosts remember enters the main queue only when an item there turned out to be unused. In a
     * loop each key that comes back would otherwise push out one that is going to come back just as surely.
     */
    boolean guardsMainQueue() {
        return guardsMainQueue;
    }
}
