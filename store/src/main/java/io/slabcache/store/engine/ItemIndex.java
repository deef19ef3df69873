package io.slabcache.store.engine;

import io.slabcache.store.RemovalCause;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to the index and the items in it by whoever holds the lock of the item's stripe. */
final class ItemIndex {
    private final EngineContext context;
    private final Items items;
    private final ItemAllocator allocator;

    ItemIndex(EngineContext context, ItemAllocator allocator) {
        this.context = context;
        this.items = context.items;
        this.allocator = allocator;
    }

    /** Returns the location of the key's entry, or 0; the item may have expired or been cleared. */
    long find(Stripe stripe, int indexHash, byte[] key, int offset, int length) {
        IndexTable table = stripe.table();
        if (table == null) {
            return 0;
        }
        int tag = IndexEntry.tagOf(indexHash);
        for (long line = table.bucket(indexHash); line != 0; line = table.overflowLine(context.memory.getLong(line))) {
            for (int place = Long.BYTES; place < IndexTable.LINE_SIZE; place += Long.BYTES) {
                long entry = context.memory.getLong(line, place);
                if (entry != 0
                        && IndexEntry.tag(entry) == tag
                        && items.hasKey(IndexEntry.offset(entry), key, offset, length)) {
                    return line + place;
                }
            }
        }
        return 0;
    }

    /** Returns the location of the key's entry if the item lives, or 0; an item that does not is removed. */
    long findLive(Stripe stripe, int indexHash, byte[] key, int offset, int length, long nowMillis) {
        long location = find(stripe, indexHash, key, offset, length);
        return location != 0 && removeIfDead(stripe, indexHash, location, nowMillis) ? 0 : location;
    }

    long itemAt(long location) {
        return IndexEntry.offset(context.memory.getLong(location));
    }

    /** Counts a use of the item of an entry; for the lock's holder. */
    void countHit(int indexHash, long location) {
        countHit(indexHash, location, context.memory.getLong(location));
    }

    /** Counts a use of the item of an entry, as a reader has met it, with or without the lock. */
    void countHit(int indexHash, long location, long entry) {
        context.tuner.request(indexHash);
        if (IndexEntry.frequency(entry) < IndexEntry.MAX_FREQUENCY) {
            // losing a race loses a hit among many
            context.memory.compareAndSetLong(location, entry, IndexEntry.withFrequencyOneMore(entry));
        }
    }

    /** Removes an item that was cleared or has expired. */
    boolean removeIfDead(Stripe stripe, int indexHash, long location, long nowMillis) {
        long item = itemAt(location);
        if (stripe.isCleared(items.casToken(item))) {
            unlink(stripe, indexHash, location);
            return true;
        }
        if (ItemLayout.expiry(items.expiryAndKeyLength(item)) <= nowMillis) {
            context.removals.record(items, item, context.memory.getLong(location), RemovalCause.EXPIRED);
            stripe.expired++;
            unlink(stripe, indexHash, location);
            return true;
        }
        return false;
    }

    void delete(Stripe stripe, int indexHash, long location) {
        stripe.deletes++;
        unlink(stripe, indexHash, location);
    }

    /** Pushes a live item out; the ghosts remember it if it was in the small queue. */
    void evict(Stripe stripe, int indexHash, long location, boolean fromSmall) {
        context.removals.record(items, itemAt(location), context.memory.getLong(location), RemovalCause.EVICTED);
        stripe.evicted++;
        context.tuner.evicted();
        if (fromSmall) {
            table(stripe).addGhost(indexHash);
        }
        unlink(stripe, indexHash, location);
    }

    /**
     * Adds a reserved item whose key has no entry, and queues it.
     *
     * @return whether there was room in the table
     */
    boolean insert(Stripe stripe, int indexHash, long item) {
        IndexTable table = stripe.table();
        if (table == null || !link(stripe, table, indexHash, item)) {
            return false;
        }
        boolean remembered = table.removeGhost(indexHash);
        if (remembered) {
            stripe.ghostHits++;
        }
        context.tuner.request(indexHash);
        enqueue(stripe, indexHash, item, remembered && isAdmittedToMain(item));
        return true;
    }

    private boolean isAdmittedToMain(long item) {
        if (!context.tuner.policy().guardsMainQueue()) {
            return true;
        }
        SlabClass slabClass = context.classOfChunk(item);
        slabClass.lock.lock();
        try {
            return slabClass.admitToMain();
        } finally {
            slabClass.lock.unlock();
        }
    }

    private boolean link(Stripe stripe, IndexTable table, int indexHash, long item) {
        items.setState(item, ItemLayout.STATE_LINKED);
        if (!table.insert(indexHash, IndexEntry.of(indexHash, item, 0))) {
            items.setState(item, ItemLayout.STATE_RESERVED);
            return false;
        }
        stripe.entries++;
        stripe.items++;
        stripe.payloadBytes += Items.payload(items.keyLength(item), items.valueLength(item));
        return true;
    }

    /** Puts a reserved item in the place of a live one with the same key, which keeps its frequency and its queue. */
    void replace(Stripe stripe, int indexHash, long location, long item) {
        IndexTable table = table(stripe);
        long old = itemAt(location);
        boolean inMain = items.isInMainQueue(old);
        stripe.payloadBytes += Items.payload(items.keyLength(item), items.valueLength(item))
                - Items.payload(items.keyLength(old), items.valueLength(old));
        items.setState(item, ItemLayout.STATE_LINKED);
        long bucket = table.bucket(indexHash);
        table.beginChange(bucket);
        table.redirect(location, item);
        table.endChange(bucket);
        allocator.free(old);
        enqueue(stripe, indexHash, item, inMain);
    }

    /** Puts a linked item that stands in no queue into one; where there is no room for that, the item is evicted, if items are. */
    void enqueue(Stripe stripe, int indexHash, long item, boolean toMain) {
        SlabClass slabClass = context.classOfChunk(item);
        boolean queued;
        slabClass.lock.lock();
        try {
            queued = slabClass.enqueue(item, toMain, context.clock.millis());
        } finally {
            slabClass.lock.unlock();
        }
        if (!queued && context.evicts) {
            // an item in no queue could never be evicted
            evict(stripe, indexHash, table(stripe).locationOf(indexHash, item), false);
        }
    }

    private void unlink(Stripe stripe, int indexHash, long location) {
        assert stripe.lock.isHeldByCurrentThread();
        long item = itemAt(location);
        table(stripe).remove(indexHash, location);
        stripe.entries--;
        if (!stripe.isCleared(items.casToken(item))) {
            stripe.items--;
            stripe.payloadBytes -= Items.payload(items.keyLength(item), items.valueLength(item));
        }
        allocator.free(item);
    }

    /** Adds the keys of the live items that share a hashed prefix; takes the stripe's lock itself. */
    void collectKeys(byte[] prefix, List<byte[]> keys) {
        long hash = context.hash(prefix, 0, prefix.length);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        stripe.lock.lock();
        try {
            IndexTable table = stripe.table();
            long line = table == null ? 0 : table.bucket(indexHash);
            while (table != null && line != 0) {
                for (long location = line + Long.BYTES;
                        location < line + IndexTable.LINE_SIZE;
                        location += Long.BYTES) {
                    long entry = context.memory.getLong(location);
                    if (entry != 0 && IndexEntry.tag(entry) == IndexEntry.tagOf(indexHash)) {
                        addKey(stripe, IndexEntry.offset(entry), prefix, keys);
                    }
                }
                line = table.overflowLine(context.memory.getLong(line));
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    private void addKey(Stripe stripe, long item, byte[] prefix, List<byte[]> keys) {
        boolean lives = !stripe.isCleared(items.casToken(item))
                && ItemLayout.expiry(items.expiryAndKeyLength(item)) > context.clock.millis();
        if (lives && items.keyLength(item) >= prefix.length) {
            byte[] key = items.key(item);
            if (Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                keys.add(key);
            }
        }
    }

    /** Returns the location of the entry that refers to a chunk, or 0. */
    long locationOf(Stripe stripe, int indexHash, long item) {
        IndexTable table = stripe.table();
        return table == null ? 0 : table.locationOf(indexHash, item);
    }

    private static IndexTable table(Stripe stripe) {
        @Nullable IndexTable table = stripe.table();
        if (table == null) {
            throw new AssertionError("a stripe with an entry has a table");
        }
        return table;
    }
}
