package io.slabcache.bench.memory;

import io.slabcache.bench.client.MemcachedServer;
import io.slabcache.bench.harness.ProcessMemory;
import io.slabcache.bench.map.EntryShape;
import io.slabcache.bench.server.BinaryConnection;
import io.slabcache.bench.server.ServerFill;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fills a real memcached and tells what it took. */
final class MemcachedFill {
    private MemcachedFill() {}

    /** Returns the figures that {@link MemoryWorker} tells of a store. */
    static Map<String, Double> run(EntryShape shape, long entries) throws IOException, InterruptedException {
        int megabytes = (int) (shape.size(entries).bytesWith(256) >> 20) + 64;
        try (MemcachedServer server = MemcachedServer.start(megabytes);
                BinaryConnection connection = new BinaryConnection(server.port())) {
            connection.statistics();
            long before = ProcessMemory.resident(server.pid());
            ServerFill filled = ServerFill.of(connection, shape, entries);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("entries", (double) filled.items());
            figures.put("payloadBytes", filled.payloadBytes());
            figures.put("residentBytes", (double) (ProcessMemory.resident(server.pid()) - before));
            figures.put("heapBytes", 0.0);
            figures.put("accountedBytes", filled.accountedBytes());
            return figures;
        }
    }
}
