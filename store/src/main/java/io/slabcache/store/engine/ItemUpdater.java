package io.slabcache.store.engine;

import io.slabcache.store.CounterMode;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes an item into another one of the same key: adds bytes to its value, counts it, touches it while it is read.
 */
final class ItemUpdater {
    /*
     * A new value that fits the item's chunk is written there, inside an odd version of the bucket, so that a reader without the lock
     * that saw half of it notices. What needs another chunk takes two rounds: the first, under the stripe's lock, finds out how large
     * the chunk must be; then the lock is let go, since finding room may evict; the second copies the old value into the new chunk, if
     * it is still as long as in the first round, and puts the new item in the place of the old one. Otherwise there is another round:
     * each of them is another thread's progress.
     */

    private static final byte[] NO_ARRAY = {};

    private final EngineContext context;
    private final ItemLimits limits;
    private final Items items;
    private final ItemIndex index;
    private final ItemAllocator allocator;

    ItemUpdater(EngineContext context, ItemLimits limits, ItemIndex index, ItemAllocator allocator) {
        this.context = context;
        this.limits = limits;
        this.items = context.items;
        this.index = index;
        this.allocator = allocator;
    }

    /**
     * Adds a piece to the value of a present item.
     *
     * @param array holds the piece unless one of the two following does
     * @param buffer holds the piece from its position on, or null
     * @param reserved the reserved item whose value is the piece, or 0
     * @param result receives the item, or null
     */
    StoreOutcome concatenate(
            WriteMode mode,
            long casToken,
            long hash,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            long reserved,
            int pieceLength,
            @Nullable StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        long spare = 0;
        try {
            while (true) {
                int length;
                boolean extended;
                stripe.lock.lock();
                try {
                    long location =
                            index.findLive(stripe, indexHash, key, keyOffset, keyLength, context.clock.millis());
                    StoreOutcome conflict = conflict(casToken, location);
                    if (conflict != null) {
                        return conflict;
                    }
                    long item = index.itemAt(location);
                    int oldLength = items.valueLength(item);
                    extended = items.isExtended(item);
                    if (!limits.allows(keyLength, (long) oldLength + pieceLength, extended)) {
                        return StoreOutcome.TOO_LARGE;
                    }
                    length = oldLength + pieceLength;
                    if (mode == WriteMode.APPEND && allocator.fitsChunkOf(item, keyLength, length)) {
                        ItemPayload target = items.payload(item);
                        target.skip(keyLength + oldLength);
                        long bucket = beginChange(stripe, indexHash);
                        try {
                            put(target, array, arrayOffset, buffer, reserved, pieceLength);
                            changed(stripe, item, length);
                        } finally {
                            // a source that failed has harmed nothing: the value ends before it
                            endChange(stripe, bucket);
                        }
                        tellIfAsked(result, item);
                        return StoreOutcome.DONE;
                    }
                    if (isFit(spare, length, extended)) {
                        ItemPayload target = items.payload(spare);
                        target.put(key, keyOffset, keyLength);
                        ItemPayload old = items.payload(item);
                        old.skip(keyLength);
                        if (mode == WriteMode.PREPEND) {
                            put(target, array, arrayOffset, buffer, reserved, pieceLength);
                        }
                        target.putFrom(old, oldLength);
                        if (mode == WriteMode.APPEND) {
                            put(target, array, arrayOffset, buffer, reserved, pieceLength);
                        }
                        long fresh = spare;
                        spare = 0;
                        inherit(stripe, location, fresh);
                        tellIfAsked(result, fresh);
                        replace(stripe, indexHash, location, fresh);
                        return StoreOutcome.DONE;
                    }
                } finally {
                    stripe.lock.unlock();
                }
                long unfit = spare;
                spare = 0;
                spare = reallocate(unfit, keyLength, length, extended, hash);
                if (spare == 0) {
                    return StoreOutcome.OUT_OF_MEMORY;
                }
            }
        } finally {
            if (spare != 0) {
                allocator.free(spare);
            }
        }
    }

    private void put(
            ItemPayload target,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            long reserved,
            int pieceLength) {
        if (reserved != 0) {
            ItemPayload piece = items.payload(reserved);
            piece.skip(items.keyLength(reserved));
            target.putFrom(piece, pieceLength);
        } else if (buffer == null) {
            target.put(array, arrayOffset, pieceLength);
        } else {
            target.put(buffer, buffer.position(), pieceLength);
        }
    }

    private void tellIfAsked(@Nullable StoreResult result, long item) {
        if (result != null) {
            tell(result, item);
        }
    }

    StoreOutcome count(
            CounterMode mode,
            long casToken,
            long hash,
            byte[] key,
            int keyOffset,
            int keyLength,
            long delta,
            StoreResult result) {
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        long spare = 0;
        try {
            while (true) {
                int length;
                boolean extended;
                stripe.lock.lock();
                try {
                    long location =
                            index.findLive(stripe, indexHash, key, keyOffset, keyLength, context.clock.millis());
                    if (location == 0) {
                        return StoreOutcome.NOT_FOUND;
                    }
                    long item = index.itemAt(location);
                    int oldLength = items.valueLength(item);
                    if (oldLength == 0 || items.isChained(item)) {
                        return StoreOutcome.NOT_A_COUNTER;
                    }
                    if (casToken != 0 && items.casToken(item) != casToken) {
                        return StoreOutcome.EXISTS;
                    }
                    long text = items.keyOffset(item) + keyLength;
                    if (!CounterValue.isCounter(context.memory, text, oldLength)) {
                        return StoreOutcome.NOT_A_COUNTER;
                    }
                    long number =
                            CounterValue.counted(mode, CounterValue.parse(context.memory, text, oldLength), delta);
                    extended = items.isExtended(item);
                    length = Math.max(oldLength, CounterValue.digits(number));
                    if (!limits.allows(keyLength, length, extended)) {
                        return StoreOutcome.TOO_LARGE;
                    }
                    if (allocator.fitsChunkOf(item, keyLength, length)) {
                        long bucket = beginChange(stripe, indexHash);
                        CounterValue.put(context.memory, text, length, number);
                        changed(stripe, item, length);
                        endChange(stripe, bucket);
                        tell(result, item, number);
                        return StoreOutcome.DONE;
                    }
                    if (isFit(spare, length, extended)) {
                        long fresh = spare;
                        spare = 0;
                        // It is longer than it was, so it has no padding. With a long key it may be in two chunks now.
                        byte[] digits = Long.toUnsignedString(number).getBytes(StandardCharsets.US_ASCII);
                        ItemPayload target = items.payload(fresh);
                        target.put(key, keyOffset, keyLength);
                        target.put(digits, 0, digits.length);
                        inherit(stripe, location, fresh);
                        tell(result, fresh, number);
                        replace(stripe, indexHash, location, fresh);
                        return StoreOutcome.DONE;
                    }
                } finally {
                    stripe.lock.unlock();
                }
                long unfit = spare;
                spare = 0;
                spare = reallocate(unfit, keyLength, length, extended, hash);
                if (spare == 0) {
                    return StoreOutcome.OUT_OF_MEMORY;
                }
            }
        } finally {
            if (spare != 0) {
                allocator.free(spare);
            }
        }
    }

    private void tell(StoreResult result, long item, long number) {
        tell(result, item);
        result.setCounter(number);
    }

    private void tell(StoreResult result, long item) {
        result.setItem(
                items.casToken(item), Items.publicExpiry(items.expiryAndKeyLength(item)), items.clientFlags(item));
    }

    @Nullable
    StoreItem itemAndTouch(byte[] key, int keyOffset, int keyLength, long expiryMillis) {
        long hash = context.hash(key, keyOffset, keyLength);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long nowMillis = context.clock.millis();
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, nowMillis);
            if (location == 0) {
                return null;
            }
            long item = index.itemAt(location);
            StoreItem touched = new StoreItem(
                    items.value(item), publicExpiry(expiryMillis), items.casToken(item), items.clientFlags(item));
            touch(stripe, indexHash, location, keyLength, expiryMillis, nowMillis);
            return touched;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Copies the value to the buffer at its position; touches the item if there is room for it. */
    int valueIntoAndTouch(
            byte[] key,
            int keyOffset,
            int keyLength,
            long expiryMillis,
            ByteBuffer target,
            int room,
            StoreResult result) {
        long hash = context.hash(key, keyOffset, keyLength);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            long nowMillis = context.clock.millis();
            long location = index.findLive(stripe, indexHash, key, keyOffset, keyLength, nowMillis);
            if (location == 0) {
                return SlabStore.MISS;
            }
            long item = index.itemAt(location);
            int valueLength = items.valueLength(item);
            if (valueLength > room) {
                tell(result, item);
                return valueLength;
            }
            items.copyValue(item, NO_ARRAY, 0, target);
            result.setItem(items.casToken(item), publicExpiry(expiryMillis), items.clientFlags(item));
            touch(stripe, indexHash, location, keyLength, expiryMillis, nowMillis);
            return valueLength;
        } finally {
            stripe.lock.unlock();
        }
    }

    private static long publicExpiry(long expiryMillis) {
        return Items.publicExpiry(ItemLayout.expiryAndKeyLength(expiryMillis, 0));
    }

    /** Gives a live item another expiry, or removes it if that has come. */
    private void touch(Stripe stripe, int indexHash, long location, int keyLength, long expiryMillis, long nowMillis) {
        if (expiryMillis <= nowMillis) {
            index.delete(stripe, indexHash, location);
            return;
        }
        index.countHit(indexHash, location);
        long item = index.itemAt(location);
        items.setExpiryAndKeyLength(item, ItemLayout.expiryAndKeyLength(expiryMillis, keyLength));
        lowerExpiryBound(item, expiryMillis);
    }

    private @Nullable StoreOutcome conflict(long casToken, long location) {
        if (location == 0) {
            return StoreOutcome.NOT_FOUND;
        }
        return casToken == 0 || items.casToken(index.itemAt(location)) == casToken ? null : StoreOutcome.EXISTS;
    }

    private long beginChange(Stripe stripe, int indexHash) {
        IndexTable table = table(stripe);
        long bucket = table.bucket(indexHash);
        table.beginChange(bucket);
        return bucket;
    }

    private void endChange(Stripe stripe, long bucket) {
        table(stripe).endChange(bucket);
    }

    /** Takes note that a value was changed in its chunk. */
    private void changed(Stripe stripe, long item, int length) {
        stripe.payloadBytes += length - items.valueLength(item);
        items.setCasToken(item, stripe.nextToken(context.clock.millis()));
        items.setUnchainedValueLength(item, length);
        items.setClaimed(item, false);
        stripe.writes++;
    }

    private boolean isFit(long spare, int length, boolean extended) {
        return spare != 0 && items.valueLength(spare) == length && items.isExtended(spare) == extended;
    }

    /** Gives a chunk back that turned out unfit, if there is one, and reserves another, whose expiry and flags come later. */
    private long reallocate(long unfit, int keyLength, int length, boolean extended, long hash) {
        if (unfit != 0) {
            allocator.free(unfit);
        }
        return allocator.allocate(keyLength, length, SlabStore.NO_EXPIRY, extended, 0, hash);
    }

    /** Gives an item with key and value the present one's expiry and client flags, and a token. */
    private void inherit(Stripe stripe, long location, long fresh) {
        long old = index.itemAt(location);
        items.setExpiryAndKeyLength(fresh, items.expiryAndKeyLength(old));
        items.setClientFlags(fresh, items.clientFlags(old));
        items.setCasToken(fresh, stripe.nextToken(context.clock.millis()));
    }

    /** Puts a complete item in the place of the present one. It must not be read any more: it may be evicted already. */
    private void replace(Stripe stripe, int indexHash, long location, long fresh) {
        long expiryMillis = ItemLayout.expiry(items.expiryAndKeyLength(fresh));
        index.replace(stripe, indexHash, location, fresh);
        stripe.writes++;
        lowerExpiryBound(fresh, expiryMillis);
    }

    private void lowerExpiryBound(long item, long expiryMillis) {
        if (expiryMillis < ItemLayout.NEVER) {
            context.pages.lowerExpiryBound(context.geometry.pageOf(item), expiryMillis);
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
