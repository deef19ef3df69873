package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.util.Map;

/** What our server allocates on its heap for a get that hits and for a set, by all its threads, in steady state. */
record AllocationRow() implements Row {
    private static final int MEGABYTES = 1024;

    /** Less is nothing, as it is printed: what one thing in the background costs is not each operation's. */
    private static final double NOTHING = 0.005;

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public long budgetMillis(Effort effort) {
        return 2L * Wire.values().length * (effort.compilingMillis() + effort.loadMillis());
    }

    @Override
    public void measure(Bench bench) throws Exception {
        try (ServerProcess server = bench.start(ServerKind.SLABCACHE, ServerOptions.with(MEGABYTES))) {
            LoadKeys.store(server.port());
            for (Wire wire : Wire.values()) {
                if (!server.speaks(wire)) {
                    bench.skip("allocation-" + wire.label(), "the server does not speak it");
                    continue;
                }
                measure(
                        bench,
                        server,
                        "allocation-get-" + wire.label(),
                        Load.of(wire, 1).withSetEach(0));
                measure(
                        bench,
                        server,
                        "allocation-set-" + wire.label(),
                        Load.of(wire, 1).withSetEach(1));
            }
        }
    }

    private static void measure(Bench bench, ServerProcess server, String row, Load load) throws Exception {
        bench.warmUp(server, load);
        Map<String, Double> figures = load.run(server, bench.effort(), true, bench.log());
        bench.add(row, ServerKind.SLABCACHE, figures);
        double bytes = figures.getOrDefault(Load.ALLOCATION, Double.NaN);
        bench.verdict(Verdict.atMost(row, Math.abs(bytes) < NOTHING ? 0 : bytes, 0));
    }
}
