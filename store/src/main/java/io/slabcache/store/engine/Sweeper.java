package io.slabcache.store.engine;

/**
 * Removes items that have expired or were cleared, visiting only pages whose expiry bound has passed. Runs on one thread
 * at a time, without any lock but that of the stripe of an item it is about to remove.
 */
final class Sweeper {
    /** Chunks looked at in one run, the last page in full; the rest waits for the next run. */
    private static final int CHUNKS_PER_RUN = 50_000;

    private final EngineContext context;
    private final Items items;
    private final ItemIndex index;
    private int nextPage;

    Sweeper(EngineContext context, ItemIndex index) {
        this.context = context;
        this.items = context.items;
        this.index = index;
    }

    void run() {
        long nowMillis = context.clock.millis();
        int budget = CHUNKS_PER_RUN;
        int pageCount = context.pages.count();
        for (int i = 0; i < pageCount && budget > 0; i++) {
            int page = nextPage;
            nextPage = nextPage + 1 == pageCount ? 0 : nextPage + 1;
            if (context.pages.expiryBound(page) <= nowMillis) {
                budget -= sweep(page, nowMillis);
            }
        }
    }

    /** Returns by how much the oldest bound that has passed has passed, 0 if none has. */
    long lagMillis() {
        long nowMillis = context.clock.millis();
        long lag = 0;
        for (int page = 0; page < context.pages.count(); page++) {
            long bound = context.pages.expiryBound(page);
            // bound 0 is the mark that a clear leaves
            if (bound > 0 && bound < nowMillis) {
                lag = Math.max(lag, nowMillis - bound);
            }
        }
        return lag;
    }

    private int sweep(int page, long nowMillis) {
        // before anything of the page is read: whoever links an item or clears the store from here on lowers the bound
        // again
        context.pages.resetExpiryBound(page);
        int owner = context.pages.owner(page);
        long highestClearMark = context.highestClearMark();
        if (owner < 0) {
            return 1;
        }
        SlabClass slabClass = context.classes[owner];
        int handedOut = Math.min(context.classPages.handedOut(page), slabClass.chunksPerPage());
        for (int i = 0; i < handedOut; i++) {
            long chunk = slabClass.chunkOffset(page, i);
            if (items.state(chunk) == ItemLayout.STATE_LINKED) {
                visit(page, chunk, nowMillis, highestClearMark);
            }
        }
        return handedOut;
    }

    private void visit(int page, long chunk, long nowMillis, long highestClearMark) {
        long expiry = ItemLayout.expiry(items.expiryAndKeyLength(chunk));
        if (expiry > nowMillis && items.casToken(chunk) > highestClearMark) {
            lowerBound(page, expiry);
            return;
        }
        long hash = context.hashUnchecked(chunk);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long location = index.locationOf(stripe, indexHash, chunk);
            if (location != 0 && !index.removeIfDead(stripe, indexHash, location, nowMillis)) {
                lowerBound(page, ItemLayout.expiry(items.expiryAndKeyLength(chunk)));
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    private void lowerBound(int page, long expiry) {
        if (expiry != ItemLayout.NEVER) {
            context.pages.lowerExpiryBound(page, expiry);
        }
    }
}
