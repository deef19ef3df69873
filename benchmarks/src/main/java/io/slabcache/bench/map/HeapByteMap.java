package io.slabcache.bench.map;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A map on the heap, by reference: a get copies nothing but what the caller's array is to hold. */
final class HeapByteMap implements ByteMap<HeapKey> {
    private final ConcurrentMap<HeapKey, byte[]> map;

    private HeapByteMap(ConcurrentMap<HeapKey, byte[]> map) {
        this.map = map;
    }

    static HeapByteMap concurrentHashMap() {
        return new HeapByteMap(new ConcurrentHashMap<>());
    }

    /** Caffeine, bounded, since without a bound it is the JDK's map; far above what it gets, as its room is not measured. */
    static HeapByteMap caffeine(MapSize size) {
        return new HeapByteMap(Caffeine.newBuilder()
                .maximumSize(2 * size.entries())
                .<HeapKey, byte[]>build()
                .asMap());
    }

    @Override
    public HeapKey key(byte[] bytes) {
        return new HeapKey(bytes);
    }

    @Override
    public void put(HeapKey key, byte[] value) {
        map.put(key, value);
    }

    @Override
    public byte @Nullable [] get(HeapKey key) {
        return map.get(key);
    }

    @Override
    public boolean keepsArrays() {
        return true;
    }

    @Override
    public long size() {
        return map.size();
    }

    @Override
    public void close() {
        map.clear();
    }
}
