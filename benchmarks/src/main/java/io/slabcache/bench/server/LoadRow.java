package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    /** For the JVM to compile what it does. */
    private static final int WARM_UP_ROUNDS = 1;

    @Override
    public long budgetMillis(Effort effort) {
        int loads = ServerKind.values().length * Wire.values().length * depths.size();
        return loads * (effort.rounds() + WARM_UP_ROUNDS) * effort.loadMillis();
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
        for (int round = -WARM_UP_ROUNDS; round < bench.effort().rounds(); round++) {
            Map<ServerKind, Map<String, Double>> figures = new EnumMap<>(ServerKind.class);
            for (ServerProcess server : pair.servers()) {
                figures.put(server.kind(), load.run(server, bench.effort(), false, bench.log()));
            }
            if (round >= 0) {
                figures.forEach((kind, own) -> bench.add(row, kind, own));
            }
        }
    }
}
