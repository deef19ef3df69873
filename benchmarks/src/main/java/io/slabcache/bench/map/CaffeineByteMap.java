package io.slabcache.bench.map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/** Caffeine on the heap, by reference: a get hands out the array that was put. */
final class CaffeineByteMap implements ByteMap {
    private final Cache<HeapKey, byte[]> cache;

    CaffeineByteMap(MapSize size) {
        cache = Caffeine.newBuilder().maximumSize(size.entries()).build();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return cache.getIfPresent(new HeapKey(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        cache.put(new HeapKey(key.clone()), value);
    }

    @Override
    public boolean keepsArrays() {
        return true;
    }

    @Override
    public long size() {
        return cache.estimatedSize();
    }

    @Override
    public long accountedBytes() {
        return UNKNOWN;
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
