package io.slabcache.bench.engine;

import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB's hash map in direct buffers. */
final class MapDbContestant implements EngineContestant<byte[]> {
    private final DB database = DBMaker.memoryDirectDB().make();
    private final ConcurrentMap<byte[], byte[]> map = database.hashMap(
                    "bench", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
            .create();

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
    public void close() {
        database.close();
    }
}
