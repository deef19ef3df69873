package io.slabcache.jcache.internal.remote;

import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The keys of one cache that the servers listed, one behind the other in one array. They are listed in one go, because
 * a server lists for one client at a time: nobody must keep others waiting for as long as he walks over his entries.
 */
final class WireKeys {
    private static final int FIRST_CAPACITY = 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int end;
    private int position;

    private WireKeys() {}

    /**
     * Lists the keys.
     *
     * @param client talks to the servers
     * @param wanted tells a key that is wanted
     * @return the keys, of which none was taken yet
     */
    static WireKeys list(MemcachedClient client, Predicate<byte[]> wanted) {
        WireKeys keys = new WireKeys();
        try (KeyCursor cursor = client.keys()) {
            while (cursor.advance()) {
                byte[] key = cursor.key();
                // What stands on another node than its own was left there when the nodes were others.
                if (wanted.test(key) && client.nodeOf(key).equals(cursor.node())) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** Takes the next keys, at most as many as told; empty at the end. */
    List<byte[]> next(int count) {
        List<byte[]> keys = new ArrayList<>(count);
        while (keys.size() < count && position < end) {
            int from = position + 1;
            position = from + Byte.toUnsignedInt(bytes[position]);
            keys.add(Arrays.copyOfRange(bytes, from, position));
        }
        return keys;
    }

    private void add(byte[] key) {
        int needed = Math.addExact(end, 1 + key.length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.addExact(bytes.length, bytes.length >> 1)));
        }
        bytes[end] = (byte) key.length;
        System.arraycopy(key, 0, bytes, end + 1, key.length);
        end = needed;
    }
}
