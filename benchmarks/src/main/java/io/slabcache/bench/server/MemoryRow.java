package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import io.slabcache.bench.map.EntryShape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process grows by for each item that it is filled with: its resident size, which the heap of a JVM is a fixed part of, and
 * what is left on that heap. What the process has before is the fixed part.
 */
record MemoryRow() implements Row {
    private static final String PER_ITEM = "residentBytesPerItem";
    private static final String FIXED = "fixedMebibytes";
    private static final int WARM_UP_ITEMS = 1000;
    private static final int WARM_UP_WRITES = 400_000;
    private static final double BAR = 0.92;
    private static final double LOG_NORMAL_BAR = 0.88;
    private static final long FILL_MILLIS = 6000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long budgetMillis(Effort effort) {
        return 2 * ServerKind.values().length * FILL_MILLIS * effort.items() / Effort.QUICK.items();
    }

    @Override
    public void measure(Bench bench) throws Exception {
        for (EntryShape shape : new EntryShape[] {EntryShape.BYTES_32_100, EntryShape.LOG_NORMAL}) {
            boolean uniform = shape == EntryShape.BYTES_32_100;
            String row = uniform ? "resident-32-100" : "resident-log-normal";
            for (ServerKind kind : ServerKind.values()) {
                bench.add(row, kind, fill(bench, kind, shape));
            }
            bench.verdict(Verdict.atMost(row, bench.ratio(row, PER_ITEM), uniform ? BAR : LOG_NORMAL_BAR));
            if (uniform) {
                bench.verdict(Verdict.shown("fixed-mebibytes", bench.median(row, ServerKind.SLABCACHE, FIXED)));
                bench.verdict(
                        Verdict.shown("fixed-mebibytes-memcached", bench.median(row, ServerKind.MEMCACHED, FIXED)));
            }
        }
    }

    private static Map<String, Double> fill(Bench bench, ServerKind kind, EntryShape shape)
            throws IOException, InterruptedException {
        long items = bench.effort().items();
        int megabytes = (int) (shape.size(items).bytesWith(256) >> 20) + 64;
        try (ServerProcess server = bench.start(kind, ServerOptions.with(megabytes));
                JvmProbe probe = probe(server);
                BinaryConnection connection = new BinaryConnection(server.port())) {
            // Few items written over and over: compiled code and buffers are no part of an item.
            ServerFill.write(connection, shape, WARM_UP_WRITES, WARM_UP_ITEMS);
            long heapBefore = heap(probe);
            long before = server.resident();
            ServerFill filled = ServerFill.of(connection, shape, items);
            long heap = heap(probe) - heapBefore;
            double grown = server.resident() - before + heap;
            double added = filled.items() - WARM_UP_ITEMS;
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(PER_ITEM, grown / added);
            figures.put("payloadBytesPerItem", filled.payloadBytes() / filled.items());
            figures.put("heapBytesPerItem", heap / added);
            figures.put(FIXED, before / (double) (1 << 20));
            return figures;
        }
    }

    /** Returns a look into a server that is a JVM, null for another. */
    static @Nullable JvmProbe probe(ServerProcess server) throws IOException {
        return server.kind() == ServerKind.SLABCACHE ? JvmProbe.attach(server.pid()) : null;
    }

    /** Returns what is left on the heap of a server that has one. */
    static long heap(@Nullable JvmProbe probe) throws InterruptedException {
        return probe == null ? 0 : probe.heapBytes();
    }
}
