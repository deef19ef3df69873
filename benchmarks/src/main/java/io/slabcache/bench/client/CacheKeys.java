package io.slabcache.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import java.util.Arrays;

/** The keys under which a cache's entries are on the servers: for those who read the same items without the cache. */
final class CacheKeys {
    private static final int ID_LENGTH = 12;

    private CacheKeys() {}

    /** Returns the keys that the one cache on the servers has, each byte a character. */
    static String[] of(MemcachedClient client) {
        String[] names = new String[Contestant.KEYS];
        int count = 0;
        try (KeyCursor cursor = client.keys()) {
            while (cursor.advance()) {
                byte[] key = cursor.key();
                boolean entry = key.length > ID_LENGTH && key[ID_LENGTH] == ':';
                // A server still has what was written before others joined it.
                if (entry && client.nodeOf(key).equals(cursor.node())) {
                    if (count == names.length) {
                        throw new IllegalStateException("there must be one cache: entries>" + count);
                    }
                    names[count++] = new String(key, ISO_8859_1);
                }
            }
        }
        if (count < names.length) {
            throw new IllegalStateException("all entries must be there: entries=" + count);
        }
        // The order of a walk is the servers' affair.
        Arrays.sort(names);
        return names;
    }
}
