package io.slabcache.bench.client;

import io.slabcache.bench.harness.Findings;
import io.slabcache.bench.harness.Verdict;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The suite {@code faults}: what a node that fails costs those who use the others. Three servers under a load that is paced;
 * one is killed and restarted, stopped and continued, again and again, and in between all are well.
 */
final class Faults {
    static final String NAME = "faults";

    private static final int SERVERS = 3;
    private static final double LATENCY_BAR = 2;
    private static final double BACK_MILLIS_BAR = 2000;
    private static final long WARM_UP_MILLIS = 5000;

    /** How long a server is usually away after its return, for the budget. */
    private static final long BACK_MILLIS = 500;

    /** For operations that began while a server was away to end before the next are counted. */
    private static final long SETTLING_MILLIS = 1000;

    /** After so long without service the run is given up. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What state the third server is in. */
    private enum Phase {
        WELL,
        KILLED,
        STOPPED
    }

    private final int rounds;
    private final long millis;
    private final PrintStream out;
    private final Map<Phase, List<Double>> survivorP99 = new EnumMap<>(Phase.class);
    private final Map<Phase, List<Double>> longestOnVictim = new EnumMap<>(Phase.class);
    private final Map<Phase, List<Double>> backMillis = new EnumMap<>(Phase.class);

    Faults(int rounds, long millis, PrintStream out) {
        this.rounds = rounds;
        this.millis = millis;
        this.out = out;
        for (Phase phase : Phase.values()) {
            survivorP99.put(phase, new ArrayList<>());
            longestOnVictim.put(phase, new ArrayList<>());
            backMillis.put(phase, new ArrayList<>());
        }
    }

    /** Runs it. */
    Findings run() throws Exception {
        List<MemcachedServer> servers = new ArrayList<>();
        try {
            MemcachedClientBuilder builder = MemcachedClient.builder();
            for (int i = 0; i < SERVERS; i++) {
                MemcachedServer server = MemcachedServer.start();
                servers.add(server);
                builder.nodes("127.0.0.1:" + server.port());
            }
            try (MemcachedClient client = builder.build();
                    PacedLoad load = PacedLoad.start(client)) {
                load.measure(WARM_UP_MILLIS);
                // What fails the first time is compiled meanwhile, which takes a processor from everybody.
                round(servers.get(SERVERS - 1), client, load);
                List.of(survivorP99, longestOnVictim, backMillis)
                        .forEach(figures -> figures.values().forEach(List::clear));
                for (int round = 0; round < rounds; round++) {
                    round(servers.get(round % SERVERS), client, load);
                }
            }
        } finally {
            servers.forEach(MemcachedServer::close);
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("rounds", rounds);
        more.put("phaseMillis", millis);
        more.put("survivorP99Micros", survivorP99);
        more.put("longestOnVictimMicros", longestOnVictim);
        more.put("backMillis", backMillis);
        return new Findings(
                List.of(),
                table(),
                verdicts().stream().map(verdict -> verdict.line(NAME)).toList(),
                more);
    }

    /** Returns about how long so many rounds take. */
    static Duration budget(int rounds, long millis) {
        long round = 4 * millis + 2 * (SETTLING_MILLIS + BACK_MILLIS);
        return Duration.ofMillis(WARM_UP_MILLIS + (rounds + 1) * round);
    }

    private void round(MemcachedServer victim, MemcachedClient client, PacedLoad load) throws Exception {
        NodeAddress address = client.nodes().stream()
                .filter(node -> node.port() == victim.port())
                .findFirst()
                .orElseThrow();
        byte[] key = PacedLoad.keysOf(client, address, 0).get(0);
        measure(Phase.WELL, load, address);
        victim.kill();
        measure(Phase.KILLED, load, address);
        victim.restart();
        awaitService(Phase.KILLED, client, key);
        load.measure(SETTLING_MILLIS);
        measure(Phase.WELL, load, address);
        victim.suspend();
        measure(Phase.STOPPED, load, address);
        victim.resume();
        awaitService(Phase.STOPPED, client, key);
        load.measure(SETTLING_MILLIS);
    }

    private void measure(Phase phase, PacedLoad load, NodeAddress victim) throws InterruptedException {
        Map<NodeAddress, PacedLoad.Tally> tallies = load.measure(millis);
        for (Map.Entry<NodeAddress, PacedLoad.Tally> entry : tallies.entrySet()) {
            PacedLoad.Tally tally = entry.getValue();
            boolean isVictim = entry.getKey().equals(victim);
            out.printf(
                    Locale.ROOT,
                    "%s %s P99=%.1f LONGEST=%.1f FAILED=%d%n",
                    phase,
                    isVictim ? "victim" : "survivor",
                    tally.p99Micros(),
                    tally.longestMicros(),
                    tally.failed());
            if (isVictim) {
                of(longestOnVictim, phase).add(tally.longestMicros());
            } else if (tally.failed() > 0) {
                throw new IllegalStateException("no operation on a node that is well may fail: node=" + entry.getKey()
                        + ", failed=" + tally.failed());
            } else {
                of(survivorP99, phase).add(tally.p99Micros());
            }
        }
    }

    private void awaitService(Phase phase, MemcachedClient client, byte[] key) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                client.set(key, Keys.value(0), 0, 0);
                of(backMillis, phase).add((System.nanoTime() - begin) / 1e6);
                return;
            } catch (MemcachedException e) {
                if (System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw e;
                }
                Thread.sleep(1);
            }
        }
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| the third server | p99 on the two others us (lower is better) | longest on it ms | back after ms |");
        lines.add("|---|---|---|---|");
        for (Phase phase : Phase.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %s |",
                    phase.name().toLowerCase(Locale.ROOT),
                    median(survivorP99, phase),
                    longest(longestOnVictim, phase) / 1e3,
                    phase == Phase.WELL ? "" : String.format(Locale.ROOT, "%.0f", longest(backMillis, phase))));
        }
        return lines;
    }

    private List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (Phase phase : List.of(Phase.KILLED, Phase.STOPPED)) {
            String name = phase.name().toLowerCase(Locale.ROOT);
            double ratio = median(survivorP99, phase) / median(survivorP99, Phase.WELL);
            verdicts.add(Verdict.atMost("surviving-p99-one-" + name, ratio, LATENCY_BAR));
            verdicts.add(Verdict.atMost("back-millis-after-" + name, longest(backMillis, phase), BACK_MILLIS_BAR));
            verdicts.add(Verdict.shown("longest-millis-on-" + name, longest(longestOnVictim, phase) / 1e3));
        }
        return verdicts;
    }

    private static double longest(Map<Phase, List<Double>> figures, Phase phase) {
        return of(figures, phase).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
    }

    private static double median(Map<Phase, List<Double>> figures, Phase phase) {
        double[] sorted = of(figures, phase).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static List<Double> of(Map<Phase, List<Double>> figures, Phase phase) {
        return figures.getOrDefault(phase, List.of());
    }
}
