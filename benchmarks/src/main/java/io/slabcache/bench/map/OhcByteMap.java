package io.slabcache.bench.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;
import org.jspecify.annotations.Nullable;

/** OHC: an allocation for each entry, or a segment's memory in chunks. */
final class OhcByteMap implements ByteMap {
    private static final double LINKED_ROOM_PER_ENTRY = 96;
    private static final double CHUNKED_ROOM_PER_ENTRY = 32;
    /** A power of two. Each segment must have room for several. */
    private static final int CHUNK_SIZE = 1 << 20;

    private static final int CHUNKS_AT_LEAST = 4;
    private static final double LOAD_FACTOR = 0.75;
    private static final int SLACK_PERCENT = 5;

    private final OHCache<byte[], byte[]> cache;

    private OhcByteMap(OHCache<byte[], byte[]> cache) {
        this.cache = cache;
    }

    static OhcByteMap linked(MapSize size) {
        return new OhcByteMap(builder(size, LINKED_ROOM_PER_ENTRY).build());
    }

    /** The chunked form has a mode for entries of one size, which spares it their lengths. */
    static OhcByteMap chunked(MapSize size) {
        OHCacheBuilder<byte[], byte[]> builder =
                builder(size, CHUNKED_ROOM_PER_ENTRY).chunkSize(CHUNK_SIZE);
        builder.capacity(
                Math.max(builder.getCapacity(), (long) CHUNKS_AT_LEAST * CHUNK_SIZE * builder.getSegmentCount()));
        if (size.isUniform()) {
            builder.fixedEntrySize(size.keyLength(), size.maxValueLength());
        }
        return new OhcByteMap(builder.build());
    }

    private static OHCacheBuilder<byte[], byte[]> builder(MapSize size, double roomPerEntry) {
        int segments = 2 * Runtime.getRuntime().availableProcessors();
        long table = (long) Math.ceil(size.entries() / LOAD_FACTOR / segments);
        return OHCacheBuilder.<byte[], byte[]>newBuilder()
                .keySerializer(new Bytes())
                .valueSerializer(new Bytes())
                .segmentCount(segments)
                .hashTableSize(Integer.highestOneBit((int) Math.max(1, table - 1)) << 1)
                .capacity(size.bytesWith(roomPerEntry) * (100 + SLACK_PERCENT) / 100);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return cache.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        if (!cache.put(key, value)) {
            throw new IllegalStateException("every write must succeed: valueLength=" + value.length);
        }
    }

    @Override
    public long size() {
        return cache.size();
    }

    @Override
    public long accountedBytes() {
        return cache.memUsed();
    }

    @Override
    public void close() {
        try {
            cache.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Bytes implements CacheSerializer<byte[]> {
        @Override
        public void serialize(byte[] value, ByteBuffer target) {
            target.put(value);
        }

        @Override
        public byte[] deserialize(ByteBuffer source) {
            byte[] value = new byte[source.remaining()];
            source.get(value);
            return value;
        }

        @Override
        public int serializedSize(byte[] value) {
            return value.length;
        }
    }
}
