package io.slabcache.bench.engine;

import java.nio.ByteBuffer;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.spi.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Ehcache's store outside the heap, without a tier on the heap. */
final class EhcacheContestant implements EngineContestant<HeapKey> {
    private final CacheManager manager;
    private final Cache<HeapKey, byte[]> cache;

    EhcacheContestant(long capacity) {
        manager = CacheManagerBuilder.newCacheManagerBuilder().build(true);
        cache = manager.createCache(
                "bench",
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                                HeapKey.class,
                                byte[].class,
                                ResourcePoolsBuilder.newResourcePoolsBuilder().offheap(capacity, MemoryUnit.B))
                        .withKeySerializer(new Keys()));
    }

    @Override
    public HeapKey key(byte[] bytes) {
        return new HeapKey(bytes);
    }

    @Override
    public void put(HeapKey key, byte[] value) {
        cache.put(key, value);
    }

    @Override
    public byte @Nullable [] get(HeapKey key) {
        return cache.get(key);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Bytes as they are. */
    private static final class Keys implements Serializer<HeapKey> {
        @Override
        public ByteBuffer serialize(HeapKey key) {
            return ByteBuffer.wrap(key.bytes());
        }

        @Override
        public HeapKey read(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return new HeapKey(bytes);
        }

        @Override
        public boolean equals(HeapKey key, ByteBuffer buffer) {
            return ByteBuffer.wrap(key.bytes()).equals(buffer);
        }
    }
}
