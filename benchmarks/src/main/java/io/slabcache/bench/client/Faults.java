package io.slabcache.bench.client;

import io.slabcache.bench.harness.Json;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    /** Runs it, prints its lines and writes every figure to {@code faults.json} in a directory. */
    void run(Path directory) throws Exception {
        Instant begin = Instant.now();
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
        List<String> lines = lines();
        lines.forEach(out::println);
        Path results = directory.resolve(NAME + ".json");
        Files.writeString(results, Json.of(results(begin, lines)));
        out.println("every figure: " + results.toAbsolutePath());
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

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Phase phase : List.of(Phase.KILLED, Phase.STOPPED)) {
            String name = phase.name().toLowerCase(Locale.ROOT);
            double ratio = median(survivorP99, phase) / median(survivorP99, Phase.WELL);
            lines.add(line("surviving-p99-one-" + name, ratio, LATENCY_BAR));
            lines.add(line(
                    "back-millis-after-" + name,
                    of(backMillis, phase).stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(Double.NaN),
                    BACK_MILLIS_BAR));
            lines.add(String.format(
                    Locale.ROOT,
                    "figure %s.longest-millis-on-%s %.1f",
                    NAME,
                    name,
                    of(longestOnVictim, phase).stream()
                                    .mapToDouble(Double::doubleValue)
                                    .max()
                                    .orElse(Double.NaN)
                            / 1e3));
        }
        return lines;
    }

    private static String line(String name, double value, double bar) {
        return String.format(
                Locale.ROOT,
                "ratio %s.%s %.3f bar %.0f %s",
                NAME,
                name,
                value,
                bar,
                value <= bar ? "PASS" : "FALLS_SHORT");
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

    private Map<String, Object> results(Instant begin, List<String> lines) {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("suite", NAME);
        results.put("begin", begin);
        results.put("end", Instant.now());
        results.put("processors", Runtime.getRuntime().availableProcessors());
        results.put("java", Runtime.version());
        results.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        results.put("rounds", rounds);
        results.put("phaseMillis", millis);
        results.put("ratios", lines);
        results.put("survivorP99Micros", survivorP99);
        results.put("longestOnVictimMicros", longestOnVictim);
        results.put("backMillis", backMillis);
        return results;
    }
}
