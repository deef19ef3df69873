package io.slabcache.store.engine;

/*
 * S3-FIFO, per slab class
 * -----------------------
 * New items enter the small queue, those whose key the ghosts remember the main queue. A candidate at the end of the
 * small queue moves on to the main queue if it was hit since it entered, and is evicted else; one at the end of the main
 * queue goes round again with its frequency lowered by one, and is evicted at zero. How much of the class's items the small
 * queue holds, and which of the remembered keys enter the main queue, is the policy's to say ({@link EvictionTuner}): with a
 * tenth, a class of fewer than 20 items holds one there and becomes a FIFO with second chances. An item whose new value needs
 * another class keeps its frequency and goes to the same queue of that class.
 *
 * A candidate is taken out of its queue under the class lock, which is then let go, since the stripe's lock comes first
 * in the lock order. What happened to it in between shows in the index: if the key's entry no longer refers to the chunk,
 * or the item has been queued again, somebody else has dealt with it.
 */

/** Makes room in a slab class by pushing out the items that were not used lately. */
final class Evictor {
    /** How many candidates are looked at before an eviction is given up. */
    private static final int MAX_CANDIDATES = 1024;
    /** After so many candidates that were hit, the next goes though it was hit too: a bound on one eviction's time. */
    private static final int MAX_SPARED = 128;
    /** Hits since it entered the small queue that take an item to the main queue. */
    private static final int PROMOTION_THRESHOLD = 1;

    private final EngineContext context;
    private final Items items;
    private final ItemIndex index;

    Evictor(EngineContext context, ItemIndex index) {
        this.context = context;
        this.items = context.items;
        this.index = index;
    }

    /** Evicts one item, or removes a dead one; false if the class has none that can go. */
    boolean evict(SlabClass slabClass) {
        long nowMillis = context.clock.millis();
        for (int candidates = 0; candidates < MAX_CANDIDATES; candidates++) {
            boolean isProbe;
            boolean fromSmall;
            long ageMillis;
            long item;
            slabClass.lock.lock();
            try {
                isProbe = slabClass.takeMainQueueProbe();
                fromSmall = !isProbe && slabClass.isSmallQueueNext();
                ageMillis = slabClass.ageMillis(fromSmall, nowMillis);
                item = slabClass.popCandidate(fromSmall);
                if (item == 0 && slabClass.queuedItems() == 0) {
                    return false;
                }
            } finally {
                slabClass.lock.unlock();
            }
            if (item != 0 && decide(slabClass, item, fromSmall, candidates < MAX_SPARED, nowMillis, ageMillis)) {
                if (isProbe) {
                    addMainQueueVacancy(slabClass);
                }
                return true;
            }
        }
        return false;
    }

    private static void addMainQueueVacancy(SlabClass slabClass) {
        slabClass.lock.lock();
        try {
            slabClass.addMainQueueVacancy();
        } finally {
            slabClass.lock.unlock();
        }
    }

    /** Returns whether the item's chunk was freed. */
    private boolean decide(
            SlabClass slabClass, long item, boolean fromSmall, boolean maySpare, long nowMillis, long ageMillis) {
        long hash = context.hashUnchecked(item);
        int indexHash = EngineContext.indexHash(hash);
        Stripe stripe = context.stripe(hash);
        stripe.lock.lock();
        try {
            long location = index.locationOf(stripe, indexHash, item);
            if (location == 0 || items.isQueued(item)) {
                return false;
            }
            if (index.removeIfDead(stripe, indexHash, location, nowMillis)) {
                return true;
            }
            int frequency = IndexEntry.frequency(context.memory.getLong(location));
            if (maySpare && frequency >= PROMOTION_THRESHOLD) {
                setFrequency(stripe, location, fromSmall ? 0 : frequency - 1);
                index.enqueue(stripe, indexHash, item, true);
                return false;
            }
            index.evict(stripe, indexHash, location, fromSmall);
        } finally {
            stripe.lock.unlock();
        }
        slabClass.lock.lock();
        try {
            slabClass.countEviction(ageMillis);
        } finally {
            slabClass.lock.unlock();
        }
        return true;
    }

    private static void setFrequency(Stripe stripe, long location, int frequency) {
        IndexTable table = stripe.table();
        if (table != null) {
            table.setFrequency(location, frequency);
        }
    }
}
