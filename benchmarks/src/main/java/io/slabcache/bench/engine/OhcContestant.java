package io.slabcache.bench.engine;

import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;
import org.jspecify.annotations.Nullable;

/**
 * OHC. What it hands to its serializer is the value outside the heap: that copies into the array that the thread wants it
 * in, so that a get need not make one.
 */
final class OhcContestant implements EngineContestant<byte[]> {
    private static final int CHUNK_SIZE = 1 << 20;

    private final Values values = new Values();
    private final OHCache<byte[], byte[]> cache;

    private OhcContestant(OHCacheBuilder<byte[], byte[]> builder) {
        cache = builder.keySerializer(new Arrays()).valueSerializer(values).build();
    }

    /** Every entry is allocated by itself. */
    static OhcContestant linked(long capacity) {
        return new OhcContestant(OHCacheBuilder.<byte[], byte[]>newBuilder().capacity(capacity));
    }

    /** Entries are in chunks, all of the same size. */
    static OhcContestant chunked(long capacity, int keyLength, int valueLength) {
        return new OhcContestant(OHCacheBuilder.<byte[], byte[]>newBuilder()
                .capacity(capacity)
                .chunkSize(CHUNK_SIZE)
                .fixedEntrySize(keyLength, valueLength));
    }

    @Override
    public byte[] key(byte[] bytes) {
        return bytes;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        if (!cache.put(key, value)) {
            throw new IllegalStateException("not stored");
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
        return value == null ? -1 : value.length;
    }

    @Override
    public void close() throws Exception {
        cache.close();
    }

    /** Where a thread wants the next value. */
    private static final class Target {
        private byte @Nullable [] array;
    }

    /** Bytes as they are. */
    private static class Arrays implements CacheSerializer<byte[]> {
        @Override
        public void serialize(byte[] array, ByteBuffer buffer) {
            buffer.put(array);
        }

        @Override
        public byte[] deserialize(ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.get(array);
            return array;
        }

        @Override
        public int serializedSize(byte[] array) {
            return array.length;
        }
    }

    /** Bytes as they are, into the thread's target if it has one. */
    private static final class Values extends Arrays {
        private final ThreadLocal<Target> targets = ThreadLocal.withInitial(Target::new);

        @Override
        public byte[] deserialize(ByteBuffer buffer) {
            byte[] target = targets.get().array;
            if (target == null || target.length != buffer.remaining()) {
                return super.deserialize(buffer);
            }
            buffer.get(target);
            return target;
        }
    }
}
