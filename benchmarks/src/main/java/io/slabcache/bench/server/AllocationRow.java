package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What our server allocates on its heap for a get that hits and for a set, by all its threads, in steady state. */
record AllocationRow() implements Row {
    private static final int MEGABYTES = 1024;

    /** Less is nothing, as it is printed. */
    private static final double NOTHING = 0.005;

    /** So few requests that what the node allocates meanwhile is what it does every second for itself. */
    private static final double HARDLY_ANY_PER_SECOND = 50;

    private static final String AT_REST = "bytesPerSecondAtRest";

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public long budgetMillis(Effort effort) {
        return 2L * Wire.values().length * (effort.compilingMillis() + 2 * effort.loadMillis());
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
        Map<String, Double> slow = load.offering(HARDLY_ANY_PER_SECOND).run(server, bench.effort(), true, bench.log());
        Map<String, Double> fast = load.run(server, bench.effort(), true, bench.log());
        double more = bytesPerSecond(fast) - bytesPerSecond(slow);
        double bytes = more / (figure(fast, Load.OPERATIONS) - figure(slow, Load.OPERATIONS));
        Map<String, Double> figures = new LinkedHashMap<>(fast);
        figures.put(Load.ALLOCATION, bytes);
        figures.put(AT_REST, bytesPerSecond(slow));
        bench.add(row, ServerKind.SLABCACHE, figures);
        bench.verdict(Verdict.atMost(row, Math.abs(bytes) < NOTHING ? 0 : bytes, 0));
    }

    private static double bytesPerSecond(Map<String, Double> figures) {
        return figure(figures, Load.ALLOCATION) * figure(figures, Load.OPERATIONS);
    }

    private static double figure(Map<String, Double> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }
}
