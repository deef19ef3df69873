package io.slabcache.bench.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A map on the heap, by reference: a get copies nothing but what the caller's array is to hold. */
final class HeapContestant implements EngineContestant<HeapKey> {
    private final ConcurrentMap<HeapKey, byte[]> map;

    private HeapContestant(ConcurrentMap<HeapKey, byte[]> map) {
        this.map = map;
    }

    static HeapContestant concurrentHashMap() {
        return new HeapContestant(new ConcurrentHashMap<>());
    }

    /** Caffeine, bounded: without a bound it is the JDK's map. */
    static HeapContestant caffeine(int entries) {
        return new HeapContestant(Caffeine.newBuilder()
                .maximumSize(2L * entries)
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
    public void close() {
        map.clear();
    }
}
