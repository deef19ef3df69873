package io.slabcache.bench.engine;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import org.jspecify.annotations.Nullable;

/** Our store with its default settings. */
final class SlabcacheContestant implements EngineContestant<byte[]> {
    /** A stripe's tokens are its number modulo the number of stripes, a power of two that is no more than this. */
    private static final long MOST_STRIPES = 1L << 12;

    private final SlabStore store;

    SlabcacheContestant(long capacity) {
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
            throw new IllegalStateException("not stored: outcome=" + outcome);
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
        return item.casToken() & MOST_STRIPES - 1;
    }

    @Override
    public void close() {
        store.close();
    }
}
