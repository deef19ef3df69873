package io.slabcache.bench.map;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import org.jspecify.annotations.Nullable;

/** The slab engine through its public interface. */
final class SlabByteMap implements ByteMap {
    /** More than it takes for any length of values that is compared, so that nothing is evicted; what is not used is not taken. */
    private static final double ROOM_PER_ENTRY = 64;

    private static final long MORE = 64L << 20;

    private final SlabStore store;

    SlabByteMap(MapSize size) {
        store = SlabStore.builder()
                .name("bench")
                .capacity(size.bytesWith(ROOM_PER_ENTRY) + MORE)
                .build();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.getValue(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        StoreOutcome outcome = store.set(key, value, SlabStore.NO_EXPIRY);
        if (outcome != StoreOutcome.DONE) {
            throw new IllegalStateException("every write must succeed: outcome=" + outcome);
        }
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
