package io.slabcache.bench.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import sun.misc.Unsafe;

/**
 * What no store outside the heap can do without, and nothing else: hash the key, read one line of a bucket, read one item,
 * compare the key, copy the value out. No synchronization, no expiry, no eviction, no check of any address; only reading
 * by several threads is right. Never grows, never removes.
 *
 * <pre>
 * bucket: 64 bytes, aligned: 8 entries, each 16 bits of the hash above 48 bits of the item's address, 0 for none;
 *         an entry that finds its bucket full stands in the next one that is not
 * item:   8 bytes aligned: int key length, int value length, key, value
 * </pre>
 */
final class FloorByteMap implements ByteMap<byte[]> {
    private static final Unsafe UNSAFE = unsafe();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    private static final int LINE_LENGTH = 64;
    private static final int ENTRIES_PER_LINE = LINE_LENGTH / Long.BYTES;
    private static final int HEADER_LENGTH = 2 * Integer.BYTES;
    private static final int ADDRESS_BITS = 48;
    private static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long buckets;
    private final int bucketMask;
    private final long items;
    private final long itemsEnd;
    private final long freeBuckets;
    private final long freeItems;
    private long nextItem;
    private long size;

    /**
     * Makes an empty one.
     *
     * @param entries how many there will be: half of all entries of the buckets
     * @param keyLength the length of each key
     * @param valueLength the length of each value
     */
    FloorByteMap(int entries, int keyLength, int valueLength) {
        int bucketCount = Integer.highestOneBit(Math.max(2, entries * 2 / ENTRIES_PER_LINE) - 1) << 1;
        bucketMask = bucketCount - 1;
        long bucketBytes = (long) bucketCount * LINE_LENGTH;
        freeBuckets = UNSAFE.allocateMemory(bucketBytes + LINE_LENGTH);
        buckets = aligned(freeBuckets, LINE_LENGTH);
        UNSAFE.setMemory(buckets, bucketBytes, (byte) 0);
        long itemBytes = entries * aligned(HEADER_LENGTH + keyLength + valueLength, Long.BYTES);
        freeItems = UNSAFE.allocateMemory(itemBytes + Long.BYTES);
        items = aligned(freeItems, Long.BYTES);
        itemsEnd = items + itemBytes;
        nextItem = items;
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the JVM must have it", e);
        }
    }

    private static long aligned(long number, long alignment) {
        return number + alignment - 1 & -alignment;
    }

    private static long hash(byte[] key) {
        long hash = key.length * MIX;
        int i = 0;
        for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(key, i)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; i < key.length; i++) {
            hash = (hash ^ key[i]) * MIX;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** Returns the address of the item of a key, 0 for none. */
    private long find(byte[] key) {
        long hash = hash(key);
        long tag = hash >>> ADDRESS_BITS;
        for (int bucket = (int) hash & bucketMask; ; bucket = bucket + 1 & bucketMask) {
            long line = buckets + (long) bucket * LINE_LENGTH;
            for (long entry = line; entry < line + LINE_LENGTH; entry += Long.BYTES) {
                long word = UNSAFE.getLong(entry);
                if (word == 0) {
                    return 0;
                }
                if (word >>> ADDRESS_BITS == tag && hasKey(word & ADDRESS_MASK, key)) {
                    return word & ADDRESS_MASK;
                }
            }
        }
    }

    private static boolean hasKey(long item, byte[] key) {
        if (UNSAFE.getInt(item) != key.length) {
            return false;
        }
        long address = item + HEADER_LENGTH;
        int i = 0;
        for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
            if (UNSAFE.getLong(address + i) != (long) LONGS.get(key, i)) {
                return false;
            }
        }
        for (; i < key.length; i++) {
            if (UNSAFE.getByte(address + i) != key[i]) {
                return false;
            }
        }
        return true;
    }

    private static long valueAddress(long item, byte[] key) {
        return item + HEADER_LENGTH + key.length;
    }

    @Override
    public byte[] key(byte[] bytes) {
        return bytes;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        long item = find(key);
        if (item == 0) {
            return null;
        }
        byte[] value = new byte[UNSAFE.getInt(item + Integer.BYTES)];
        UNSAFE.copyMemory(null, valueAddress(item, key), value, BYTES, value.length);
        return value;
    }

    @Override
    public int getInto(byte[] key, byte[] target) {
        long item = find(key);
        if (item == 0) {
            return MISS;
        }
        int length = UNSAFE.getInt(item + Integer.BYTES);
        UNSAFE.copyMemory(null, valueAddress(item, key), target, BYTES, length);
        return length;
    }

    /** Stores a value of the length that all have. */
    @Override
    public void put(byte[] key, byte[] value) {
        long item = find(key);
        if (item == 0) {
            item = insert(key, value.length);
        }
        UNSAFE.copyMemory(value, BYTES, null, valueAddress(item, key), value.length);
    }

    private long insert(byte[] key, int valueLength) {
        long item = nextItem;
        nextItem = item + aligned(HEADER_LENGTH + key.length + valueLength, Long.BYTES);
        if (nextItem > itemsEnd) {
            throw new IllegalStateException("no room for another item: bytes=" + (itemsEnd - items));
        }
        UNSAFE.putInt(item, key.length);
        UNSAFE.putInt(item + Integer.BYTES, valueLength);
        UNSAFE.copyMemory(key, BYTES, null, item + HEADER_LENGTH, key.length);
        long hash = hash(key);
        long entry = buckets + ((long) hash & bucketMask) * LINE_LENGTH;
        while (UNSAFE.getLong(entry) != 0) {
            entry += Long.BYTES;
            if (entry == buckets + (bucketMask + 1L) * LINE_LENGTH) {
                entry = buckets;
            }
        }
        UNSAFE.putLong(entry, hash >>> ADDRESS_BITS << ADDRESS_BITS | item);
        size++;
        return item;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        UNSAFE.freeMemory(freeBuckets);
        UNSAFE.freeMemory(freeItems);
    }
}
