package io.slabcache.bench.server;

import io.slabcache.bench.harness.ProcessMemory;
import io.slabcache.bench.harness.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask for values of nearly 1 MiB and never read: what the process grows by, on its heap and outside of it, and what others
 * notice.
 */
record StalledRow() implements Row {
    private static final int CLIENTS = 16;
    private static final int MEGABYTES = 256;

    /** By the server's defaults: the answers that may wait for one client, one more answer, one read. */
    private static final double BOUND_MEBIBYTES = CLIENTS * (256 + 1024 + 64) / 1024.0;

    private static final String GROWN = "grownMebibytes";
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
        bench.verdict(
                Verdict.shown("stalled-grown-mebibytes-memcached", bench.median(row, ServerKind.MEMCACHED, GROWN)));
    }

    private static Map<String, Double> stall(Bench bench, ServerKind kind) throws Exception {
        Effort effort = bench.effort();
        Load others = new Load(Wire.BINARY, OTHERS, 1, 0, PER_SECOND);
        try (ServerProcess server =
                        bench.start(kind, ServerOptions.with(MEGABYTES).withMaxItemSize("2m"));
                @Nullable JvmProbe probe = MemoryRow.probe(server)) {
            LoadKeys.store(server.port());
            StalledClients.prepare(server.port());
            bench.warmUp(server, others);
            double before = others.run(server, effort, false, bench.log()).getOrDefault(Load.P99, Double.NaN);
            long heapBefore = MemoryRow.heap(probe);
            long residentBefore = ProcessMemory.roughlyResident(server.pid());
            try (StalledClients clients = StalledClients.start(server, CLIENTS)) {
                double during = others.run(server, 500, effort.stallMillis(), false, bench.log())
                        .getOrDefault(Load.P99, Double.NaN);
                double grown = clients.mostResident() - residentBefore + MemoryRow.heap(probe) - heapBefore;
                Map<String, Double> figures = new LinkedHashMap<>();
                figures.put(GROWN, grown / (1 << 20));
                figures.put(P99_BEFORE, before);
                figures.put(P99, during);
                figures.put("requestsSentByEach", clients.requestsSent() / (double) CLIENTS);
                return figures;
            }
        }
    }
}
