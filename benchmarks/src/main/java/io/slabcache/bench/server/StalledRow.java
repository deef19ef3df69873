package io.slabcache.bench.server;

import io.slabcache.bench.harness.ProcessMemory;
import io.slabcache.bench.harness.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask for values of nearly 1 MiB and never read: what the process grows by, on its heap and outside of it, and what others
 * notice. Held against the bound are the heap and what the network library holds; the resident size, which code that is compiled
 * meanwhile is a part of, is shown.
 */
record StalledRow() implements Row {
    private static final int CLIENTS = 16;
    private static final int MEGABYTES = 256;

    /** In which the network library takes memory. */
    private static final double CHUNK_MEBIBYTES = 4;

    /** By the server's defaults and its README: the answers that may wait for one client, one more answer, one read; rounded up. */
    private static final double BOUND_MEBIBYTES =
            CHUNK_MEBIBYTES * Math.ceil(CLIENTS * (256 + 1024 + 64) / 1024.0 / CHUNK_MEBIBYTES);

    private static final String GROWN = "heapAndBuffersGrownMebibytes";
    private static final String RESIDENT_GROWN = "residentGrownMebibytes";
    private static final String P99 = "p99MicrosOfOthers";
    private static final String P99_BEFORE = "p99MicrosOfOthersBefore";
    private static final double P99_BAR = 2;
    private static final int OTHERS = 10;

    /** Of others, who are to notice delays and not each other. */
    private static final double PER_SECOND = 5000;

    @Override
    public String name() {
        return "stalled";
    }

    @Override
    public long budgetMillis(Effort effort) {
        return effort.compilingMillis() + ServerKind.values().length * (2 * effort.loadMillis() + effort.stallMillis());
    }

    @Override
    public void measure(Bench bench) throws Exception {
        String row = "stalled";
        for (ServerKind kind : ServerKind.values()) {
            bench.add(row, kind, stall(bench, kind));
        }
        double others =
                bench.median(row, ServerKind.SLABCACHE, P99) / bench.median(row, ServerKind.SLABCACHE, P99_BEFORE);
        bench.verdict(Verdict.atMost(
                "stalled-grown-mebibytes", bench.median(row, ServerKind.SLABCACHE, GROWN), BOUND_MEBIBYTES));
        bench.verdict(Verdict.atMost("stalled-p99-of-others", others, P99_BAR));
        for (ServerKind kind : ServerKind.values()) {
            bench.verdict(Verdict.shown(
                    "stalled-resident-grown-mebibytes-" + kind.label(), bench.median(row, kind, RESIDENT_GROWN)));
        }
    }

    private static Map<String, Double> stall(Bench bench, ServerKind kind) throws Exception {
        Effort effort = bench.effort();
        Load others = new Load(Wire.BINARY, OTHERS, 1, 0, PER_SECOND);
        int httpPort = kind == ServerKind.SLABCACHE ? ServerProcess.freePort() : 0;
        ServerOptions options =
                ServerOptions.with(MEGABYTES).withMaxItemSize("2m").withHttpPort(httpPort);
        try (ServerProcess server = bench.start(kind, options);
                @Nullable JvmProbe probe = MemoryRow.probe(server)) {
            LoadKeys.store(server.port());
            StalledClients.prepare(server.port());
            bench.warmUp(server, others);
            double before = others.run(server, effort, false, bench.log()).getOrDefault(Load.P99, Double.NaN);
            long heapBefore = MemoryRow.heap(probe);
            long buffersBefore = httpPort == 0 ? 0 : NetworkBuffers.bytes(httpPort);
            long residentBefore = ProcessMemory.roughlyResident(server.pid());
            try (StalledClients clients = StalledClients.start(server, httpPort, CLIENTS)) {
                double during = others.run(server, 500, effort.stallMillis(), false, bench.log())
                        .getOrDefault(Load.P99, Double.NaN);
                double heapGrown = MemoryRow.heap(probe) - heapBefore;
                double resident = clients.mostResident() - residentBefore + heapGrown;
                Map<String, Double> figures = new LinkedHashMap<>();
                if (kind == ServerKind.SLABCACHE) {
                    figures.put(GROWN, (clients.mostBuffers() - buffersBefore + heapGrown) / (1 << 20));
                }
                figures.put(RESIDENT_GROWN, resident / (1 << 20));
                figures.put(P99_BEFORE, before);
                figures.put(P99, during);
                figures.put("requestsSentByEach", clients.requestsSent() / (double) CLIENTS);
                return figures;
            }
        }
    }
}
