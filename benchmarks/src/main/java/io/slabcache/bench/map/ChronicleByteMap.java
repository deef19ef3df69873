package io.slabcache.bench.map;

import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;

/** Chronicle Map in memory, told the number of entries and their lengths beforehand. It evicts nothing, and nothing expires. */
final class ChronicleByteMap implements ByteMap<byte[]> {
    private final ChronicleMap<byte[], byte[]> map;

    ChronicleByteMap(MapSize size) {
        ChronicleMapBuilder<byte[], byte[]> builder = ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("bench")
                .entries(size.entries())
                .constantKeySizeBySample(new byte[size.keyLength()])
                .putReturnsNull(true);
        if (size.isUniform()) {
            builder.constantValueSizeBySample(new byte[size.maxValueLength()]);
        } else {
            builder.averageValueSize(size.meanValueLength());
        }
        map = builder.create();
    }

    @Override
    public byte[] key(byte[] bytes) {
        return bytes;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        map.put(key, value);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return map.get(key);
    }

    @Override
    public int getInto(byte[] key, byte[] target) {
        byte[] value = map.getUsing(key, target);
        return value == null ? MISS : value.length;
    }

    @Override
    public long size() {
        return map.longSize();
    }

    @Override
    public long accountedBytes() {
        return map.offHeapMemoryUsed();
    }

    @Override
    public void close() {
        map.close();
    }
}
