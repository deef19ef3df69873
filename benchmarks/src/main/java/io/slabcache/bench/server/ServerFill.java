package io.slabcache.bench.server;

import io.slabcache.bench.map.EntryShape;
import java.io.IOException;
import java.util.Map;

/**
 * What a server holds after it was filled.
 *
 * @param items how many there are
 * @param payloadBytes their keys and values
 * @param accountedBytes what the server says that they take
 */
public record ServerFill(long items, double payloadBytes, double accountedBytes) {
    private static final int GROWTH_CHECKS = 600;
    private static final int GROWTH_PAUSE_MILLIS = 50;

    /**
     * Stores entries over one connection without waiting for each; none may be evicted.
     *
     * @param connection to a server that has room for all
     */
    public static ServerFill of(BinaryConnection connection, EntryShape shape, long entries)
            throws IOException, InterruptedException {
        long payload = write(connection, shape, entries, entries);
        Map<String, String> statistics = afterGrowth(connection);
        if (!statistics.getOrDefault("evictions", "").equals("0")) {
            throw new IOException("nothing may be evicted: evictions=" + statistics.get("evictions"));
        }
        long items = Long.parseLong(statistics.getOrDefault("curr_items", "0"));
        double bytes = Double.parseDouble(statistics.getOrDefault("bytes", "NaN"));
        return new ServerFill(items, (double) payload * items / entries, bytes);
    }

    /** Writes entries, again from the first on after so many, and returns the bytes of their keys and values. */
    static long write(BinaryConnection connection, EntryShape shape, long writes, long distinct) throws IOException {
        byte[] key = new byte[shape.keyLength()];
        long payload = 0;
        for (long i = 0; i < writes; i++) {
            shape.writeKey(i % distinct, key);
            byte[] value = shape.value(i % distinct);
            connection.setQuietly(key, value);
            payload += key.length + value.length;
        }
        connection.awaitAll();
        return payload;
    }

    /** Returns the statistics once the hash table grows no more, since until then there are two. */
    private static Map<String, String> afterGrowth(BinaryConnection connection)
            throws IOException, InterruptedException {
        for (int i = 0; i < GROWTH_CHECKS; i++) {
            Map<String, String> statistics = connection.statistics();
            if (statistics.getOrDefault("hash_is_expanding", "0").equals("0")) {
                return statistics;
            }
            Thread.sleep(GROWTH_PAUSE_MILLIS);
        }
        throw new IOException("the hash table must have grown in time");
    }
}
