package io.slabcache.store.engine;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Changes items. A write first looks for an item whose chunk it can rewrite; if there is none it reserves a chunk and
 * fills it, holding no lock, and then links it.
 */
final class ItemWriter {
    private final EngineContext context;
    private final Items items;
    private final ItemIndex index;
    private final ItemAllocator allocator;
    private final IndexGrowth growth;

    ItemWriter(EngineContext context, ItemIndex index, ItemAllocator allocator, IndexGrowth growth) {
        this.context = context;
        this.items = context.items;
        this.index = index;
        this.allocator = allocator;
        this.growth = growth;
    }

    /** Stores a value held by the array, or by the buffer from its position on. */
    StoreOutcome write(
            WriteMode mode,
            long casToken,
            long hash,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            int valueLength,
            long expiryMillis,
            int clientFlags,
            @Nullable StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long nowMillis = context.clock.millis();
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, nowMillis);
            StoreOutcome conflict = conflict(mode, casToken, location);
            if (conflict != null) {
                return conflict;
            }
            if (expiryMillis <= nowMillis) {
                if (location != 0) {
                    index.delete(stripe, indexHash, location);
                }
                tellNothing(result);
                return StoreOutcome.DONE;
            }
            if (location != 0 && fitsInPlace(location, keyLength, valueLength, clientFlags)) {
                rewrite(
                        stripe,
                        indexHash,
                        location,
                        keyLength,
                        array,
                        arrayOffset,
                        buffer,
                        valueLength,
                        expiryMillis,
                        clientFlags);
                tell(result, index.itemAt(location));
                return StoreOutcome.DONE;
            }
        } finally {
            stripe.lock.unlock();
        }
        long item = allocator.allocate(keyLength, valueLength, expiryMillis, clientFlags != 0, clientFlags, hash);
        if (item == 0) {
            return StoreOutcome.OUT_OF_MEMORY;
        }
        if (items.isChained(item)) {
            ItemPayload payload = items.payload(item);
            payload.put(key, keyOffset, keyLength);
            if (buffer == null) {
                payload.put(array, arrayOffset, valueLength);
            } else {
                payload.put(buffer, buffer.position(), valueLength);
            }
        } else {
            // without an object that walks over pieces
            long target = items.keyOffset(item);
            context.memory.putBytes(target, key, keyOffset, keyLength);
            putValue(target + keyLength, array, arrayOffset, buffer, valueLength);
        }
        return commit(mode, casToken, hash, item, key, keyOffset, keyLength, result);
    }

    /**
     * Makes a filled reservation visible if the condition holds, and frees it if not.
     *
     * @param result receives the item, or null
     */
    StoreOutcome commit(
            WriteMode mode,
            long casToken,
            long hash,
            long item,
            byte[] key,
            int keyOffset,
            int keyLength,
            @Nullable StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        long expiryMillis = ItemLayout.expiry(items.expiryAndKeyLength(item));
        while (true) {
            IndexTable table;
            boolean linked;
            boolean wantsGrowth;
            stripe.lock.lock();
            try {
                long nowMillis = context.clock.millis();
                long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, nowMillis);
                StoreOutcome conflict = conflict(mode, casToken, location);
                if (conflict != null) {
                    allocator.free(item);
                    return conflict;
                }
                if (expiryMillis <= nowMillis) {
                    if (location != 0) {
                        index.delete(stripe, indexHash, location);
                    }
                    allocator.free(item);
                    tellNothing(result);
                    return StoreOutcome.DONE;
                }
                items.setCasToken(item, stripe.nextToken(nowMillis));
                // not after the item is linked: where its queue has no room it is evicted at once, and the chunk is
                // another's
                tell(result, item);
                table = stripe.table();
                linked = link(stripe, indexHash, location, item);
                wantsGrowth = stripe.wantsGrowth();
                if (linked) {
                    stripe.writes++;
                    lowerExpiryBound(item, expiryMillis);
                }
            } finally {
                stripe.lock.unlock();
            }
            if (linked) {
                if (wantsGrowth) {
                    growth.growIfWanted(stripe);
                }
                return StoreOutcome.DONE;
            }
            if (!growth.growFull(stripe, table)) {
                allocator.free(item);
                return StoreOutcome.OUT_OF_MEMORY;
            }
        }
    }

    private void tell(@Nullable StoreResult result, long item) {
        if (result != null) {
            result.setItem(
                    items.casToken(item), Items.publicExpiry(items.expiryAndKeyLength(item)), items.clientFlags(item));
        }
    }

    private static void tellNothing(@Nullable StoreResult result) {
        if (result != null) {
            result.setItem(0, SlabStore.NO_EXPIRY, 0);
        }
    }

    /** Stores an empty item, claimed by whoever asked for it, if the key is absent. */
    StoreOutcome addClaimed(
            long hash, byte[] key, int keyOffset, int keyLength, long expiryMillis, StoreResult result) {
        long item = allocator.allocate(keyLength, 0, expiryMillis, false, 0, hash);
        if (item == 0) {
            return StoreOutcome.OUT_OF_MEMORY;
        }
        items.payload(item).put(key, keyOffset, keyLength);
        items.setClaimed(item, true);
        return commit(WriteMode.ADD, 0, hash, item, key, keyOffset, keyLength, result);
    }

    private boolean link(Stripe stripe, int indexHash, long location, long item) {
        if (location == 0) {
            return index.insert(stripe, indexHash, item);
        }
        index.replace(stripe, indexHash, location, item);
        return true;
    }

    StoreOutcome touch(
            long hash,
            byte[] key,
            int keyOffset,
            int keyLength,
            long casToken,
            long expiryMillis,
            @Nullable StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long nowMillis = context.clock.millis();
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, nowMillis);
            StoreOutcome conflict = conflict(WriteMode.REPLACE, casToken, location);
            if (conflict != null) {
                return conflict;
            }
            long item = index.itemAt(location);
            if (result != null) {
                long word = ItemLayout.expiryAndKeyLength(expiryMillis, keyLength);
                result.setItem(items.casToken(item), Items.publicExpiry(word), items.clientFlags(item));
            }
            if (expiryMillis <= nowMillis) {
                index.delete(stripe, indexHash, location);
                return StoreOutcome.DONE;
            }
            items.setExpiryAndKeyLength(item, ItemLayout.expiryAndKeyLength(expiryMillis, keyLength));
            lowerExpiryBound(item, expiryMillis);
            return StoreOutcome.DONE;
        } finally {
            stripe.lock.unlock();
        }
    }

    StoreOutcome delete(long hash, byte[] key, int keyOffset, int keyLength, long casToken) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, context.clock.millis());
            StoreOutcome conflict = conflict(WriteMode.REPLACE, casToken, location);
            if (conflict != null) {
                return conflict;
            }
            index.delete(stripe, indexHash, location);
            return StoreOutcome.DONE;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Returns what stands against the operation, or null. */
    private @Nullable StoreOutcome conflict(WriteMode mode, long casToken, long location) {
        if (location == 0) {
            return casToken != 0 || mode == WriteMode.REPLACE ? StoreOutcome.NOT_FOUND : null;
        }
        if (casToken != 0) {
            return items.casToken(index.itemAt(location)) == casToken ? null : StoreOutcome.EXISTS;
        }
        return mode == WriteMode.ADD ? StoreOutcome.EXISTS : null;
    }

    private boolean fitsInPlace(long location, int keyLength, int valueLength, int clientFlags) {
        long item = index.itemAt(location);
        return items.isExtended(item) == (clientFlags != 0) && allocator.fitsChunkOf(item, keyLength, valueLength);
    }

    private void rewrite(
            Stripe stripe,
            int indexHash,
            long location,
            int keyLength,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            int valueLength,
            long expiryMillis,
            int clientFlags) {
        long item = index.itemAt(location);
        IndexTable table = stripe.table();
        if (table == null) {
            throw new AssertionError("a stripe with an entry has a table");
        }
        long bucket = table.bucket(indexHash);
        boolean copied = false;
        table.beginChange(bucket);
        try {
            long value = items.keyOffset(item) + keyLength;
            putValue(value, array, arrayOffset, buffer, valueLength);
            stripe.payloadBytes += valueLength - items.valueLength(item);
            items.setCasToken(item, stripe.nextToken(context.clock.millis()));
            items.setClaimed(item, false);
            items.setExpiryAndKeyLength(item, ItemLayout.expiryAndKeyLength(expiryMillis, keyLength));
            items.setUnchainedValueLength(item, valueLength);
            items.setClientFlags(item, clientFlags);
            copied = true;
        } finally {
            table.endChange(bucket);
            if (!copied) {
                // the source failed under the copy, as a truncated mapped file does: half a value must not stay
                index.delete(stripe, indexHash, location);
            }
        }
        stripe.writes++;
        lowerExpiryBound(item, expiryMillis);
    }

    private void putValue(long target, byte[] array, int arrayOffset, @Nullable ByteBuffer buffer, int valueLength) {
        if (buffer == null) {
            context.memory.putBytes(target, array, arrayOffset, valueLength);
        } else {
            context.memory.putBytes(target, buffer, buffer.position(), valueLength);
        }
    }

    private void lowerExpiryBound(long item, long expiryMillis) {
        if (expiryMillis < ItemLayout.NEVER) {
            context.pages.lowerExpiryBound(context.geometry.pageOf(item), expiryMillis);
        }
    }
}
