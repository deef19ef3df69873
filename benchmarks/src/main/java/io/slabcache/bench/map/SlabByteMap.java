package io.slabcache.bench.map;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import org.jspecify.annotations.Nullable;

/** The slab engine with its default settings, through its public interface. */
final class SlabByteMap implements ByteMap<byte[]> {
    /** More than it takes for any length of values that is compared, so that nothing is evicted; what is not used is not taken. */
    private static final double ROOM_PER_ENTRY = 64;

    /** A chunk size is at most so much larger than the one before, and a value may need the next. */
    private static final double CHUNK_GROWTH = 1.125;

    private static final long MORE = 64L << 20;

    /** The lowest bit of a token tells nothing about its stripe. */
    private static final int STRIPE_SHIFT = 1;

    /** Above it are the stripe's number and the time; there are no more stripes than this, a power of two of them. */
    private static final long MOST_STRIPES = 1L << 12;

    private final SlabStore store;

    SlabByteMap(MapSize size) {
        this((long) (size.bytesWith(ROOM_PER_ENTRY) * CHUNK_GROWTH) + MORE);
    }

    SlabByteMap(long capacity) {
        store = SlabStore.builder().name("bench").capacity(capacity).build();
    }

    @Override
    public byte[] key(byte[] bytes) {
        return bytes;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        StoreOutcome outcome = store.set(key, value, SlabStore.NO_EXPIRY);
        if (outcome != StoreOutcome.DONE) {
            throw new IllegalStateException("every write must succeed: outcome=" + outcome);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.getValue(key);
    }

    @Override
    public int getInto(byte[] key, byte[] target) {
        return store.getInto(key, 0, key.length, target, 0, target.length);
    }

    @Override
    public long lockOf(byte[] key) {
        StoreItem item = store.get(key);
        if (item == null) {
            throw new IllegalArgumentException("the key must be there");
        }
        return item.casToken() >>> STRIPE_SHIFT & MOST_STRIPES - 1;
    }

    @Override
    public long size() {
        return store.size();
    }

    @Override
    public long accountedBytes() {
        return store.statistics().usedBytes();
    }

    @Override
    public void close() {
        store.close();
    }
}
