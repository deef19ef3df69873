package io.slabcache.bench.engine;

import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/** Chronicle Map in memory, told the size of every key and value; it evicts nothing and nothing expires. */
final class ChronicleMapContestant implements EngineContestant<byte[]> {
    /** What it needs to be let into of the JDK. */
    static final List<String> FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    private final ChronicleMap<byte[], byte[]> map;

    ChronicleMapContestant(int entries, int keyLength, int valueLength) {
        map = ChronicleMap.of(byte[].class, byte[].class)
                .name("bench")
                .entries(entries)
                .constantKeySizeBySample(new byte[keyLength])
                .constantValueSizeBySample(new byte[valueLength])
                .putReturnsNull(true)
                .create();
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
        return value == null ? -1 : value.length;
    }

    @Override
    public void close() {
        map.close();
    }
}
