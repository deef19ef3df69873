package io.slabcache.bench.hitratio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.Eviction;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;

/** OHC's linked implementation. A value is stored as so many bytes and read as its length. */
final class OhcTracedCache implements TracedCache {
    private static final int PROBED_ENTRIES = 1000;
    private static final long PROBE_CAPACITY = 64L << 20;
    private static final double LOAD_FACTOR = 0.75;

    private final OHCache<Long, Integer> cache;

    private OhcTracedCache(long capacity, long entries, Eviction eviction) {
        int segments = 2 * Runtime.getRuntime().availableProcessors();
        int table = powerOfTwo((long) Math.ceil(entries / LOAD_FACTOR / segments));
        OHCacheBuilder<Long, Integer> builder = OHCacheBuilder.<Long, Integer>newBuilder()
                .keySerializer(new LongSerializer())
                .valueSerializer(new LengthSerializer())
                .capacity(capacity)
                .hashTableSize(table)
                .eviction(eviction);
        if (eviction == Eviction.W_TINY_LFU) {
            builder.frequencySketchSize(powerOfTwo(Math.max(1, entries / segments)));
        }
        cache = builder.build();
    }

    /**
     * Opens one. By bytes, OHC counts the entries and their headers, not its tables and not what malloc adds.
     *
     * @param overhead what {@link #overhead} returned
     */
    static OhcTracedCache of(Room room, Eviction eviction, double overhead) {
        long entries = room.entriesWith(overhead);
        long capacity = room.kind() == Room.Kind.BYTES
                ? room.bytes()
                : (long) Math.ceil(entries * (room.meanPayload() + overhead));
        return new OhcTracedCache(capacity, entries, eviction);
    }

    /** Returns by how much OHC counts an entry larger than its key and value, which are multiples of 8 bytes. */
    static double overhead() {
        int valueLength = Workload.VALUE_LENGTH;
        try (OhcTracedCache probe = new OhcTracedCache(PROBE_CAPACITY, PROBED_ENTRIES, Eviction.LRU)) {
            for (long key = 0; key < PROBED_ENTRIES; key++) {
                probe.request(key, valueLength);
            }
            return (double) probe.cache.memUsed() / PROBED_ENTRIES - KEY_LENGTH - valueLength;
        }
    }

    private static int powerOfTwo(long atLeast) {
        return Integer.highestOneBit((int) Math.max(1, atLeast - 1)) << 1;
    }

    @Override
    public boolean request(long key, int valueLength) {
        Integer length = cache.get(key);
        if (length != null) {
            if (length != valueLength) {
                throw new IllegalStateException(
                        "a value must come back as long as it was: length=" + length + ", valueLength=" + valueLength);
            }
            return true;
        }
        cache.put(key, valueLength);
        return false;
    }

    @Override
    public long entries() {
        return cache.size();
    }

    @Override
    public void close() {
        try {
            cache.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class LongSerializer implements CacheSerializer<Long> {
        @Override
        public void serialize(Long value, ByteBuffer target) {
            target.putLong(value);
        }

        @Override
        public Long deserialize(ByteBuffer source) {
            return source.getLong();
        }

        @Override
        public int serializedSize(Long value) {
            return Long.BYTES;
        }
    }

    private static final class LengthSerializer implements CacheSerializer<Integer> {
        private static final byte[] BYTES = new byte[16_384];

        @Override
        public void serialize(Integer value, ByteBuffer target) {
            target.put(BYTES, 0, value);
        }

        @Override
        public Integer deserialize(ByteBuffer source) {
            return source.remaining();
        }

        @Override
        public int serializedSize(Integer value) {
            return value;
        }
    }
}
