package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.util.List;

/**
 * What an operation costs the server's process, by our own load in both protocols.
 *
 * @param name on the command line
 * @param depths how many requests a connection sends at once
 * @param bar how much more than memcached's it may be
 * @param textIsBound whether that is for the text protocol too
 */
record LoadRow(String name, List<Integer> depths, double bar, boolean textIsBound) implements Row {
    private static final int MEGABYTES = 1024;

    @Override
    public long budgetMillis(Effort effort) {
        return Wire.values().length * depths.size() * budgetOfTurns(effort);
    }

    /** Returns about how long {@link #measure(Bench, ServerPair, Load, String)} takes. */
    static long budgetOfTurns(Effort effort) {
        return effort.compilingMillis() + ServerKind.values().length * effort.rounds() * effort.loadMillis();
    }

    /** Returns the name of a load's row of figures. */
    static String row(Wire wire, int depth) {
        return (depth == 1 ? "unpipelined-" : "pipeline-" + depth + "-") + wire.label();
    }

    @Override
    public void measure(Bench bench) throws Exception {
        try (ServerPair pair = ServerPair.start(bench, ServerOptions.with(MEGABYTES))) {
            for (Wire wire : Wire.values()) {
                if (!pair.speak(wire)) {
                    bench.skip(name + "-" + wire.label(), "a server does not speak it");
                    continue;
                }
                for (int depth : depths) {
                    String row = row(wire, depth);
                    measure(bench, pair, Load.of(wire, depth), row);
                    bench.verdict(
                            wire == Wire.BINARY || textIsBound
                                    ? Verdict.atMost("cpu-" + row, bench.ratio(row, Load.CPU), bar)
                                    : Verdict.shown("cpu-" + row, bench.ratio(row, Load.CPU)));
                    bench.verdict(Verdict.shown("operations-" + row, bench.ratio(row, Load.OPERATIONS)));
                }
            }
        }
    }

    /** Has both servers take turns. */
    static void measure(Bench bench, ServerPair pair, Load load, String row) throws Exception {
        for (ServerProcess server : pair.servers()) {
            bench.warmUp(server, load);
        }
        for (int round = 0; round < bench.effort().rounds(); round++) {
            for (ServerProcess server : pair.servers()) {
                bench.add(row, server.kind(), load.run(server, bench.effort(), false, bench.log()));
            }
        }
    }
}
