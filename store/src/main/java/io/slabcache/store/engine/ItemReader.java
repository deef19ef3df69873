package io.slabcache.store.engine;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreResult;
import io.slabcache.store.memory.Memory;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/*
 * The optimistic read
 * -------------------
 * 1. Take the stripe's table, then the word of the key's bucket with acquire semantics; begin again if it is odd.
 * 2. Find the entry whose tag fits and whose item has the key; look at token and expiry; copy the value.
 * 3. Fence; if the bucket's word and the stripe's table are still the same, nothing that was read can have changed: an
 *    item is rewritten, unlinked or moved only while its bucket's version is odd, a chunk is freed only after its item was
 *    unlinked, and a table's blocks are used again only after another table took its place.
 * 4. Else begin again, three times at most; then read under the lock.
 *
 * Everything read between 1 and 3 may be garbage. So before it is used as an address or a length it is checked: an
 * item's offset against the region (its 34 bits reach no further than 128 GiB, but the region may end before), and
 * header, key and value against the end of the item's page. Links to overflow lines are checked by the table.
 *
 * The loop stands in each of the reading methods: what one method for all would have to hand out is seven values, and an
 * object to hold them would be garbage with every hit.
 */

/** Reads items without a lock where it can, and under the stripe's lock where it must. */
final class ItemReader {
    private static final int MAX_OPTIMISTIC_TRIES = 3;
    /** Longer values are read under the lock: a copy takes so long that it would often be in vain. */
    private static final int MAX_OPTIMISTIC_LENGTH = 64 << 10;

    private static final byte[] NO_ARRAY = {};

    /** {@link #locate} found no entry. */
    private static final long ABSENT = 0;
    /** {@link #locate} met a bucket that is being changed. */
    private static final long UNDECIDED = -1;
    /** {@link #locate} met something that must be read under the lock, or garbage. */
    private static final long LOCK = -2;

    private final EngineContext context;
    private final Memory memory;
    private final Items items;
    private final ItemIndex index;

    ItemReader(EngineContext context, ItemIndex index) {
        this.context = context;
        this.memory = context.memory;
        this.items = context.items;
        this.index = index;
    }

    byte @Nullable [] value(byte[] key, int offset, int length) {
        long hash = context.hash(key, offset, length);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        for (int i = 0; i < MAX_OPTIMISTIC_TRIES; i++) {
            IndexTable table = stripe.table();
            if (table == null) {
                return null;
            }
            long bucket = table.bucket(indexHash);
            long word = memory.getLongAcquire(bucket);
            long location = locate(table, bucket, word, indexHash, key, offset, length);
            if (location == ABSENT && isUnchanged(stripe, table, bucket, word)) {
                return null;
            }
            if (location == LOCK) {
                break;
            }
            if (location <= 0) {
                continue;
            }
            long entry = memory.getLong(location);
            long item = IndexEntry.offset(entry);
            if (!hasHeader(item)) {
                break;
            }
            int flags = items.flags(item);
            int valueLength = items.unchainedValueLength(item, flags);
            long from = item + ItemLayout.prefixLength(flags) + length;
            if (!isReadable(item, flags, from, valueLength)) {
                break;
            }
            boolean dead = isDead(stripe, item);
            byte[] value = dead ? NO_ARRAY : new byte[valueLength];
            memory.getBytes(from, value, 0, value.length);
            if (isUnchanged(stripe, table, bucket, word)) {
                if (dead) {
                    removeDead(stripe, indexHash, key, offset, length);
                    return null;
                }
                index.countHit(indexHash, location, entry);
                return value;
            }
        }
        return lockedValue(stripe, indexHash, key, offset, length);
    }

    @Nullable
    StoreItem item(byte[] key, int offset, int length) {
        long hash = context.hash(key, offset, length);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        for (int i = 0; i < MAX_OPTIMISTIC_TRIES; i++) {
            IndexTable table = stripe.table();
            if (table == null) {
                return null;
            }
            long bucket = table.bucket(indexHash);
            long word = memory.getLongAcquire(bucket);
            long location = locate(table, bucket, word, indexHash, key, offset, length);
            if (location == ABSENT && isUnchanged(stripe, table, bucket, word)) {
                return null;
            }
            if (location == LOCK) {
                break;
            }
            if (location <= 0) {
                continue;
            }
            long entry = memory.getLong(location);
            long item = IndexEntry.offset(entry);
            if (!hasHeader(item)) {
                break;
            }
            int flags = items.flags(item);
            int valueLength = items.unchainedValueLength(item, flags);
            long from = item + ItemLayout.prefixLength(flags) + length;
            if (!isReadable(item, flags, from, valueLength)) {
                break;
            }
            boolean dead = isDead(stripe, item);
            byte[] value = dead ? NO_ARRAY : new byte[valueLength];
            memory.getBytes(from, value, 0, value.length);
            long casToken = items.casToken(item);
            long expiry = Items.publicExpiry(items.expiryAndKeyLength(item));
            int clientFlags = items.clientFlags(item, flags);
            if (isUnchanged(stripe, table, bucket, word)) {
                if (dead) {
                    removeDead(stripe, indexHash, key, offset, length);
                    return null;
                }
                index.countHit(indexHash, location, entry);
                return new StoreItem(value, expiry, casToken, clientFlags, IndexEntry.frequency(entry) > 0);
            }
        }
        return lockedItem(stripe, indexHash, key, offset, length);
    }

    /** Copies the value to the array, or to the buffer at its position; returns its length or a miss, and tells the rest. */
    int valueInto(
            byte[] key,
            int offset,
            int length,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            int room,
            @Nullable StoreResult result) {
        long hash = context.hash(key, offset, length);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        for (int i = 0; i < MAX_OPTIMISTIC_TRIES; i++) {
            IndexTable table = stripe.table();
            if (table == null) {
                return SlabStore.MISS;
            }
            long bucket = table.bucket(indexHash);
            long word = memory.getLongAcquire(bucket);
            long location = locate(table, bucket, word, indexHash, key, offset, length);
            if (location == ABSENT && isUnchanged(stripe, table, bucket, word)) {
                return SlabStore.MISS;
            }
            if (location == LOCK) {
                break;
            }
            if (location <= 0) {
                continue;
            }
            long entry = memory.getLong(location);
            long item = IndexEntry.offset(entry);
            if (!hasHeader(item)) {
                break;
            }
            int flags = items.flags(item);
            int valueLength = items.unchainedValueLength(item, flags);
            long from = item + ItemLayout.prefixLength(flags) + length;
            if (!isReadable(item, flags, from, valueLength)) {
                break;
            }
            boolean dead = isDead(stripe, item);
            if (!dead && valueLength <= room) {
                if (buffer == null) {
                    memory.getBytes(from, array, arrayOffset, valueLength);
                } else {
                    memory.getBytes(from, buffer, buffer.position(), valueLength);
                }
            }
            long casToken = items.casToken(item);
            long expiry = items.expiryAndKeyLength(item);
            int clientFlags = result == null ? 0 : items.clientFlags(item, flags);
            if (isUnchanged(stripe, table, bucket, word)) {
                if (dead) {
                    removeDead(stripe, indexHash, key, offset, length);
                    return SlabStore.MISS;
                }
                if (result != null) {
                    Items.tell(result, casToken, expiry, clientFlags, entry, flags);
                }
                if (countsAsRead(valueLength, room)) {
                    index.countHit(indexHash, location, entry);
                }
                return valueLength;
            }
        }
        return lockedValueInto(stripe, indexHash, key, offset, length, array, arrayOffset, buffer, room, result);
    }

    /** Tells whether a key is present, without counting a hit. */
    boolean contains(byte[] key, int offset, int length) {
        long hash = context.hash(key, offset, length);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        for (int i = 0; i < MAX_OPTIMISTIC_TRIES; i++) {
            IndexTable table = stripe.table();
            if (table == null) {
                return false;
            }
            long bucket = table.bucket(indexHash);
            long word = memory.getLongAcquire(bucket);
            long location = locate(table, bucket, word, indexHash, key, offset, length);
            if (location == LOCK) {
                break;
            }
            if (location == UNDECIDED) {
                continue;
            }
            long item = location == ABSENT ? 0 : IndexEntry.offset(memory.getLong(location));
            if (!hasHeader(item)) {
                break;
            }
            boolean dead = location != ABSENT && isDead(stripe, item);
            if (isUnchanged(stripe, table, bucket, word)) {
                if (dead) {
                    removeDead(stripe, indexHash, key, offset, length);
                }
                return location != ABSENT && !dead;
            }
        }
        stripe.lock.lock();
        try {
            return index.findLive(stripe, indexHash, key, offset, length, context.clock.millis()) != 0;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Returns the location of the key's entry, {@link #ABSENT}, {@link #UNDECIDED} or {@link #LOCK}; nothing of it is sure yet. */
    private long locate(IndexTable table, long bucket, long word, int indexHash, byte[] key, int offset, int length) {
        if (BucketWord.isChanging(word)) {
            Thread.onSpinWait();
            return UNDECIDED;
        }
        int tag = IndexEntry.tagOf(indexHash);
        long line = bucket;
        long lineWord = word;
        int lines = 0;
        while (true) {
            for (int place = Long.BYTES; place < IndexTable.LINE_SIZE; place += Long.BYTES) {
                long entry = memory.getLong(line, place);
                if (entry != 0 && IndexEntry.tag(entry) == tag) {
                    // an entry is inserted without a new version, so its item is read behind it
                    VarHandle.acquireFence();
                    int match = match(IndexEntry.offset(entry), key, offset, length);
                    if (match != 0) {
                        return match > 0 ? line + place : LOCK;
                    }
                }
            }
            line = table.overflowLine(lineWord);
            if (line == 0) {
                return ABSENT;
            }
            // lines being recycled may link in a circle
            if (++lines > table.bucketCount()) {
                return LOCK;
            }
            lineWord = memory.getLongAcquire(line);
        }
    }

    /** Returns 1 if the item has the key, 0 if it has another, -1 if it cannot be told here. */
    private int match(long item, byte[] key, int offset, int length) {
        if (!hasHeader(item)) {
            return -1;
        }
        if (items.keyLength(item) != length) {
            return 0;
        }
        int flags = items.flags(item);
        if ((flags & ItemLayout.FLAG_CHAINED) != 0) {
            return -1;
        }
        int prefix = ItemLayout.prefixLength(flags);
        if (item + prefix + length > context.geometry.pageEnd(item)) {
            return -1;
        }
        return items.keyEquals(item, prefix, key, offset, length) ? 1 : 0;
    }

    /** Tells whether an item's header lies inside a page of the region. */
    private boolean hasHeader(long item) {
        long pageEnd = context.geometry.pageEnd(item);
        return pageEnd <= context.geometry.capacity() && item + ItemLayout.HEADER_LENGTH <= pageEnd;
    }

    /** Tells whether the value of an unchained item, read once into the arguments, lies inside the item's page. */
    private boolean isReadable(long item, int flags, long valueOffset, int valueLength) {
        long pageEnd = context.geometry.pageEnd(item);
        return pageEnd <= context.geometry.capacity()
                && (flags & ItemLayout.FLAG_CHAINED) == 0
                && valueLength <= MAX_OPTIMISTIC_LENGTH
                && valueOffset + valueLength <= pageEnd;
    }

    private boolean isDead(Stripe stripe, long item) {
        long expiry = ItemLayout.expiry(items.expiryAndKeyLength(item));
        return stripe.isCleared(items.casToken(item))
                || (expiry != ItemLayout.NEVER && expiry <= context.clock.millis());
    }

    private boolean isUnchanged(Stripe stripe, IndexTable table, long bucket, long word) {
        VarHandle.acquireFence();
        return memory.getLong(bucket) == word && stripe.table() == table;
    }

    /** Tells whether a value that was found counts as read: it was copied, or its length was asked for and nothing else. */
    static boolean countsAsRead(int valueLength, int room) {
        return valueLength <= room || room == 0;
    }

    private void removeDead(Stripe stripe, int indexHash, byte[] key, int offset, int length) {
        stripe.lock.lock();
        try {
            index.findLive(stripe, indexHash, key, offset, length, context.clock.millis());
        } finally {
            stripe.lock.unlock();
        }
    }

    private byte @Nullable [] lockedValue(Stripe stripe, int indexHash, byte[] key, int offset, int length) {
        stripe.lock.lock();
        try {
            long location = index.findLive(stripe, indexHash, key, offset, length, context.clock.millis());
            if (location == 0) {
                return null;
            }
            index.countHit(indexHash, location);
            return items.value(index.itemAt(location));
        } finally {
            stripe.lock.unlock();
        }
    }

    private @Nullable StoreItem lockedItem(Stripe stripe, int indexHash, byte[] key, int offset, int length) {
        stripe.lock.lock();
        try {
            long location = index.findLive(stripe, indexHash, key, offset, length, context.clock.millis());
            if (location == 0) {
                return null;
            }
            long entry = memory.getLong(location);
            index.countHit(indexHash, location, entry);
            return items.snapshot(index.itemAt(location), entry);
        } finally {
            stripe.lock.unlock();
        }
    }

    private int lockedValueInto(
            Stripe stripe,
            int indexHash,
            byte[] key,
            int offset,
            int length,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            int room,
            @Nullable StoreResult result) {
        stripe.lock.lock();
        try {
            long location = index.findLive(stripe, indexHash, key, offset, length, context.clock.millis());
            if (location == 0) {
                return SlabStore.MISS;
            }
            long entry = memory.getLong(location);
            long item = index.itemAt(location);
            int valueLength = items.valueLength(item);
            if (countsAsRead(valueLength, room)) {
                index.countHit(indexHash, location, entry);
            }
            if (valueLength <= room) {
                items.copyValue(item, array, arrayOffset, buffer);
            }
            if (result != null) {
                items.tell(result, item, entry);
            }
            return valueLength;
        } finally {
            stripe.lock.unlock();
        }
    }
}
