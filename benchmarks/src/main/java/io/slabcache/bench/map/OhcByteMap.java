package io.slabcache.bench.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;
import org.jspecify.annotations.Nullable;

/**
 * OHC: an allocation for each entry, or a segment's memory in chunks. What it hands to its serializer is the value outside the heap:
 * that copies into the array that the thread wants it in, so that a get need not make one.
 */
final class OhcByteMap implements ByteMap<byte[]> {
    private static final double LINKED_ROOM_PER_ENTRY = 96;
    private static final double CHUNKED_ROOM_PER_ENTRY = 32;
    /** A power of two. Each segment must have room for several. */
    private static final int CHUNK_SIZE = 1 << 20;

    private static final int CHUNKS_AT_LEAST = 4;
    private static final double LOAD_FACTOR = 0.75;
    private static final int SLACK_PERCENT = 5;

    private final Values values = new Values();
    private final OHCache<byte[], byte[]> cache;

    private OhcByteMap(OHCacheBuilder<byte[], byte[]> builder) {
        cache = builder.valueSerializer(values).build();
    }

    static OhcByteMap linked(MapSize size) {
        return new OhcByteMap(builder(size, LINKED_ROOM_PER_ENTRY));
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
        return new OhcByteMap(builder);
    }

    private static OHCacheBuilder<byte[], byte[]> builder(MapSize size, double roomPerEntry) {
        int segments = 2 * Runtime.getRuntime().availableProcessors();
        long table = (long) Math.ceil(size.entries() / LOAD_FACTOR / segments);
        return OHCacheBuilder.<byte[], byte[]>newBuilder()
                .keySerializer(new Bytes())
                .segmentCount(segments)
                .hashTableSize(Integer.highestOneBit((int) Math.max(1, table - 1)) << 1)
                .capacity(size.bytesWith(roomPerEntry) * (100 + SLACK_PERCENT) / 100);
    }

    @Override
    public byte[] key(byte[] bytes) {
        return bytes;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        if (!cache.put(key, value)) {
            throw new IllegalStateException("every write must succeed: valueLength=" + value.length);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return cache.get(key);
    }

    @Override
    public int getInto(byte[] key, byte[] target) {
        Target wanted = values.targets.get();
        wanted.array = target;
        byte[] value = cache.get(key);
        wanted.array = null;
        return value == null ? MISS : value.length;
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

    /** Where a thread wants the next value. */
    private static final class Target {
        private byte @Nullable [] array;
    }

    /** Bytes as they are. */
    private static class Bytes implements CacheSerializer<byte[]> {
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

    /** Bytes as they are, into the thread's target if it has one. */
    private static final class Values extends Bytes {
        private final ThreadLocal<Target> targets = ThreadLocal.withInitial(Target::new);

        @Override
        public byte[] deserialize(ByteBuffer source) {
            byte[] target = targets.get().array;
            if (target == null || target.length != source.remaining()) {
                return super.deserialize(source);
            }
            source.get(target);
            return target;
        }
    }
}
