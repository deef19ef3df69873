package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;

/** The time of an operation where both servers are offered as much: a part of what the slower one can take. */
record OfferedRow() implements Row {
    private static final int MEGABYTES = 1024;
    private static final double SHARE = 0.7;
    private static final double BAR = 1.2;

    @Override
    public String name() {
        return "offered";
    }

    @Override
    public long budgetMillis(Effort effort) {
        long maximum = effort.compilingMillis() + ServerKind.values().length * effort.loadMillis();
        return Wire.values().length * (maximum + LoadRow.budgetOfTurns(effort));
    }

    @Override
    public void measure(Bench bench) throws Exception {
        try (ServerPair pair = ServerPair.start(bench, ServerOptions.with(MEGABYTES))) {
            for (Wire wire : Wire.values()) {
                if (!pair.speak(wire)) {
                    bench.skip("offered-" + wire.label(), "a server does not speak it");
                    continue;
                }
                Load load = Load.of(wire, 1);
                double least = Double.POSITIVE_INFINITY;
                for (ServerProcess server : pair.servers()) {
                    bench.warmUp(server, load);
                    double most = load.run(server, bench.effort(), false, bench.log())
                            .getOrDefault(Load.OPERATIONS, Double.NaN);
                    least = Math.min(least, most);
                }
                String row = "offered-" + wire.label();
                LoadRow.measure(bench, pair, load.offering(SHARE * least), row);
                bench.verdict(Verdict.atMost("p99-" + row, bench.ratio(row, Load.P99), BAR));
                bench.verdict(Verdict.shown("offered-per-second-" + wire.label(), SHARE * least));
            }
        }
    }
}
