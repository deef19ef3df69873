package io.slabcache.bench.map;

import java.nio.ByteBuffer;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.spi.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Ehcache off the heap alone, without a tier on it. */
final class EhcacheByteMap implements ByteMap<HeapKey> {
    private static final String NAME = "bench";
    /** Little more than it takes: it touches all its memory at the start, so that its resident size is its capacity. */
    private static final double ROOM_PER_ENTRY = 160;

    private static final int MEGABYTES_AT_LEAST = 16;

    private final CacheManager manager;
    private final Cache<HeapKey, byte[]> cache;

    EhcacheByteMap(MapSize size) {
        long megabytes = MEGABYTES_AT_LEAST + (size.bytesWith(ROOM_PER_ENTRY) >> 20);
        manager = CacheManagerBuilder.newCacheManagerBuilder().build(true);
        cache = manager.createCache(
                NAME,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                                HeapKey.class,
                                byte[].class,
                                ResourcePoolsBuilder.newResourcePoolsBuilder().offheap(megabytes, MemoryUnit.MB))
                        .withKeySerializer(new KeySerializer())
                        .withValueSerializer(new ValueSerializer()));
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

    /** Counts one by one. */
    @Override
    public long size() {
        long count = 0;
        for (Cache.Entry<HeapKey, byte[]> entry : cache) {
            count += entry == null ? 0 : 1;
        }
        return count;
    }

    @Override
    public void close() {
        manager.close();
    }

    private static byte[] remaining(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return bytes;
    }

    private static final class KeySerializer implements Serializer<HeapKey> {
        @Override
        public ByteBuffer serialize(HeapKey key) {
            return ByteBuffer.wrap(key.bytes());
        }

        @Override
        public HeapKey read(ByteBuffer source) {
            return new HeapKey(remaining(source));
        }

        @Override
        public boolean equals(HeapKey key, ByteBuffer other) {
            return ByteBuffer.wrap(key.bytes()).equals(other);
        }
    }

    private static final class ValueSerializer implements Serializer<byte[]> {
        @Override
        public ByteBuffer serialize(byte[] value) {
            return ByteBuffer.wrap(value);
        }

        @Override
        public byte[] read(ByteBuffer source) {
            return remaining(source);
        }

        @Override
        public boolean equals(byte[] value, ByteBuffer other) {
            return ByteBuffer.wrap(value).equals(other);
        }
    }
}
