package io.slabcache.bench.map;

import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.HTreeMap;
import org.mapdb.Serializer;

/** MapDB's hash map in direct memory, without transactions. */
final class MapDbByteMap implements ByteMap<byte[]> {
    private final DB db = DBMaker.memoryDirectDB().make();
    private final HTreeMap<byte[], byte[]> map =
            db.hashMap("bench", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).create();

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

    /** Counts one by one. */
    @Override
    public long size() {
        return map.sizeLong();
    }

    @Override
    public void close() {
        db.close();
    }
}
