package io.slabcache.store.engine;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.memory.Memory;

/** Marks items as stale or as claimed, and tells of items without using them. */
final class ItemMarks {
    private final EngineContext context;
    private final Memory memory;
    private final Items items;
    private final ItemIndex index;

    ItemMarks(EngineContext context, ItemIndex index) {
        this.context = context;
        this.memory = context.memory;
        this.items = context.items;
        this.index = index;
    }

    /** Tells of an item without counting a hit; returns its value's length or a miss. */
    int peek(long hash, byte[] key, int keyOffset, int keyLength, StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, context.clock.millis());
            if (location == 0) {
                return SlabStore.MISS;
            }
            items.tell(result, index.itemAt(location), memory.getLong(location));
            return items.valueLength(index.itemAt(location));
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Marks an item as claimed if it is not yet. */
    StoreOutcome claim(long hash, byte[] key, int keyOffset, int keyLength, long casToken) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, context.clock.millis());
            if (location == 0) {
                return StoreOutcome.NOT_FOUND;
            }
            long item = index.itemAt(location);
            if (items.casToken(item) != casToken || items.isClaimed(item)) {
                return StoreOutcome.EXISTS;
            }
            IndexTable table = table(stripe);
            long bucket = table.bucket(indexHash);
            table.beginChange(bucket);
            items.setClaimed(item, true);
            table.endChange(bucket);
            return StoreOutcome.DONE;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Marks an item as stale and claimed by nobody, and gives it another token. */
    StoreOutcome invalidate(
            long hash, byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long nowMillis = context.clock.millis();
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, nowMillis);
            if (location == 0) {
                return StoreOutcome.NOT_FOUND;
            }
            long item = index.itemAt(location);
            if (casToken != 0 && items.casToken(item) != casToken) {
                return StoreOutcome.EXISTS;
            }
            boolean keepsExpiry = expiryMillis == SlabStore.SAME_EXPIRY;
            if (!keepsExpiry && expiryMillis <= nowMillis) {
                index.delete(stripe, indexHash, location);
                return StoreOutcome.DONE;
            }
            IndexTable table = table(stripe);
            long bucket = table.bucket(indexHash);
            table.beginChange(bucket);
            items.setClaimed(item, false);
            items.setCasToken(item, stripe.nextStaleToken(nowMillis));
            if (!keepsExpiry) {
                items.setExpiryAndKeyLength(item, ItemLayout.expiryAndKeyLength(expiryMillis, keyLength));
            }
            table.endChange(bucket);
            if (!keepsExpiry && expiryMillis < ItemLayout.NEVER) {
                context.pages.lowerExpiryBound(context.geometry.pageOf(item), expiryMillis);
            }
            items.tell(result, item, memory.getLong(location));
            return StoreOutcome.DONE;
        } finally {
            stripe.lock.unlock();
        }
    }

    private static IndexTable table(Stripe stripe) {
        IndexTable table = stripe.table();
        if (table == null) {
            throw new AssertionError("a stripe with an entry has a table");
        }
        return table;
    }
}
