package io.slabcache.jcache.internal.remote;

import io.slabcache.client.Item;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What servers hold, by server and key, with the token that every write of it changes. */
final class ServerSnapshot {
    private ServerSnapshot() {}

    /**
     * Reads the servers.
     *
     * @param servers the servers
     * @param wanted tells a key that is wanted
     * @return one text per item, by {@code server/key}
     */
    static Map<String, String> of(List<RealMemcached> servers, Predicate<byte[]> wanted) {
        Map<String, String> all = new TreeMap<>();
        for (RealMemcached server : servers) {
            try (MemcachedClient client = open(server)) {
                for (byte[] key : keys(client, wanted)) {
                    Item item = client.get(key);
                    if (item != null) {
                        all.put(server.address() + "/" + text(key), text(item.value()) + " " + item);
                    }
                }
            }
        }
        return all;
    }

    /** Opens a client of one server. */
    static MemcachedClient open(RealMemcached server) {
        return MemcachedClient.builder()
                .node(server.address())
                .operationTimeout(Duration.ofSeconds(20))
                .stallTimeout(Duration.ofSeconds(20))
                .build();
    }

    private static List<byte[]> keys(MemcachedClient client, Predicate<byte[]> wanted) {
        List<byte[]> keys = new ArrayList<>();
        try (KeyCursor cursor = client.keys()) {
            while (cursor.advance()) {
                if (wanted.test(cursor.key())) {
                    keys.add(cursor.key());
                }
            }
        }
        return keys;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
