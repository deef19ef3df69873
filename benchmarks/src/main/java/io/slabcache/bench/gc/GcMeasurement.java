package io.slabcache.bench.gc;

import io.slabcache.bench.harness.Findings;
import io.slabcache.bench.harness.Fork;
import io.slabcache.bench.harness.Measurement;
import io.slabcache.bench.harness.Verdict;
import io.slabcache.bench.map.MapEntrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The suite {@code gc}: pauses and latencies with much memory in use, in a process for each store, one after the other and again. */
public final class GcMeasurement implements Measurement {
    private static final String NAME = "gc";
    private static final Form QUICK = new Form(1, 1 << 20, 5, 20, 2);
    private static final Form FULL = new Form(3, 4 << 20, 15, 60, 8);
    private static final List<MapEntrant> ENTRANTS = List.of(
            MapEntrant.SLABCACHE,
            MapEntrant.OHC_LINKED,
            MapEntrant.CHRONICLE_MAP,
            MapEntrant.EHCACHE,
            MapEntrant.CAFFEINE);
    private static final List<String> FLAGS = List.of("-XX:+UseG1GC", "-XX:MaxDirectMemorySize=16g");
    private static final double PAUSE_MILLIS_BAR = 10;
    private static final double LATENCY_BAR = 1.1;

    /** What a process takes before its load, beside filling the store, and how fast that is. */
    private static final long AROUND_SECONDS = 4;

    private static final long ENTRIES_PER_SECOND = 250_000;

    private final Map<MapEntrant, Repetitions> repetitions = new EnumMap<>(MapEntrant.class);

    /**
     * How much is measured.
     *
     * @param repetitions how often each store is measured, by turns
     * @param entries how many entries of 1 KiB
     * @param warmUpSeconds how long the load runs before it counts
     * @param seconds how long it counts
     * @param heapGibibytes the heap of a store that is on it; the others have one
     */
    private record Form(int repetitions, int entries, int warmUpSeconds, int seconds, int heapGibibytes) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> parts() {
        return ENTRANTS.stream().map(MapEntrant::name).toList();
    }

    @Override
    public Duration budget(boolean quick) {
        Form form = quick ? QUICK : FULL;
        long around = AROUND_SECONDS + form.entries() / ENTRIES_PER_SECOND;
        return Duration.ofSeconds(
                form.repetitions() * ENTRANTS.size() * (around + form.warmUpSeconds() + form.seconds()));
    }

    @Override
    public Findings run(Order order) throws Exception {
        Form form = order.quick() ? QUICK : FULL;
        Path log = order.results().resolve(NAME + ".log");
        Files.deleteIfExists(log);
        List<MapEntrant> taking = ENTRANTS.stream()
                .filter(entrant -> order.parts().contains(entrant.name()))
                .toList();
        for (int repetition = 0; repetition < form.repetitions(); repetition++) {
            for (MapEntrant entrant : Repetitions.rotated(taking, repetition)) {
                Path pauses = order.results().resolve(NAME + "-" + entrant.name() + "-" + repetition + ".gc");
                try {
                    Map<String, Double> all = measure(entrant, form, pauses.toAbsolutePath(), log);
                    repetitions
                            .computeIfAbsent(entrant, key -> new Repetitions())
                            .add(all);
                    order.out().println(entrant.label() + " " + all);
                } catch (IOException e) {
                    order.out().println(entrant.label() + ": " + e.getMessage());
                }
            }
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put(
                "method",
                form.repetitions()
                        + " repetitions by turns, each in a JVM of its own; medians, but the longest pause of all");
        more.put("entries", form.entries());
        more.put("warmUpSeconds", form.warmUpSeconds());
        more.put("seconds", form.seconds());
        more.put("threads", Runtime.getRuntime().availableProcessors());
        more.put("order", repetitions.keySet().stream().map(MapEntrant::label).toList());
        Map<String, Object> entrants = new LinkedHashMap<>();
        Map<String, Object> each = new LinkedHashMap<>();
        repetitions.forEach((entrant, own) -> {
            entrants.put(entrant.label(), own.summary());
            each.put(entrant.label(), own.all());
        });
        more.put("entrants", entrants);
        more.put("repetitions", each);
        return new Findings(
                FLAGS,
                table(),
                verdicts().stream().map(verdict -> verdict.line(NAME)).toList(),
                more);
    }

    private static Map<String, Double> measure(MapEntrant entrant, Form form, Path pauses, Path log)
            throws IOException, InterruptedException {
        int gibibytes = entrant == MapEntrant.CAFFEINE ? form.heapGibibytes() : 1;
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-Xms" + gibibytes + "g");
        flags.add("-Xmx" + gibibytes + "g");
        flags.add("-Xlog:gc:file=" + pauses + ":uptimemillis:filecount=0");
        flags.addAll(entrant.flags());
        List<String> words = List.of(
                entrant.name(),
                Integer.toString(form.entries()),
                Integer.toString(form.warmUpSeconds()),
                Integer.toString(form.seconds()),
                Integer.toString(Runtime.getRuntime().availableProcessors()));
        Map<String, Double> all = Fork.run(GcWorker.class, flags, words, log);
        double begin = all.getOrDefault("beginMillis", Double.NaN);
        double end = all.getOrDefault("endMillis", Double.NaN);
        GcLog logged = GcLog.read(pauses, begin, end);
        all.put("operationsPerSecond", all.getOrDefault("operations", Double.NaN) * 1e3 / (end - begin));
        all.put("heapGibibytes", (double) gibibytes);
        all.put("pauses", (double) logged.count());
        all.put("pausesMillis", logged.totalMillis());
        all.put(Repetitions.LONGEST_PAUSE, logged.longestMillis());
        return all;
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| store | heap GiB | operations/s | mean us | p50 us | p99 us | p99.9 us | p99.99 us | max us"
                + " | pauses | of it ms | longest ms |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
        repetitions
                .keySet()
                .forEach(entrant -> lines.add(String.format(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f | %.2f | %.2f | %.2f | %.1f | %.1f | %.0f | %.0f | %.0f | %.1f |",
                        entrant.label(),
                        of(entrant, "heapGibibytes"),
                        of(entrant, "operationsPerSecond"),
                        of(entrant, "meanMicros"),
                        of(entrant, "p50Micros"),
                        of(entrant, "p99Micros"),
                        of(entrant, "p99.9Micros"),
                        of(entrant, "p99.99Micros"),
                        of(entrant, "maxMicros"),
                        of(entrant, "pauses"),
                        of(entrant, "pausesMillis"),
                        of(entrant, Repetitions.LONGEST_PAUSE))));
        return lines;
    }

    private double of(MapEntrant entrant, String name) {
        Repetitions own = repetitions.get(entrant);
        return own == null ? Double.NaN : own.summary().getOrDefault(name, Double.NaN);
    }

    private double toBestPeer(String name) {
        double best = ENTRANTS.stream()
                .filter(entrant -> entrant != MapEntrant.SLABCACHE)
                .mapToDouble(peer -> of(peer, name))
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.NaN);
        return of(MapEntrant.SLABCACHE, name) / best;
    }

    private List<Verdict> verdicts() {
        return List.of(
                Verdict.atMost(
                        "longest-pause-millis", of(MapEntrant.SLABCACHE, Repetitions.LONGEST_PAUSE), PAUSE_MILLIS_BAR),
                Verdict.atMost("p999", toBestPeer("p99.9Micros"), LATENCY_BAR),
                Verdict.shown("p99", toBestPeer("p99Micros")),
                Verdict.shown("p50", toBestPeer("p50Micros")),
                Verdict.shown("max", toBestPeer("maxMicros")));
    }
}
