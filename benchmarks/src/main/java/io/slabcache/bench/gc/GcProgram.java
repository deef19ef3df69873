package io.slabcache.bench.gc;

import io.slabcache.bench.harness.Fork;
import io.slabcache.bench.harness.Json;
import io.slabcache.bench.harness.Machine;
import io.slabcache.bench.harness.Program;
import io.slabcache.bench.harness.Verdict;
import io.slabcache.bench.map.MapEntrant;
import java.io.IOException;
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

/** Measures pauses and latencies with much memory in use, {@code [--quick]}: a process for each store, one after the other. */
public final class GcProgram implements Program {
    private static final String NAME = "gc";
    private static final Form QUICK = new Form(1 << 20, 5, 20, 2);
    private static final Form FULL = new Form(4 << 20, 15, 60, 8);
    private static final List<MapEntrant> ENTRANTS = List.of(
            MapEntrant.SLABCACHE, MapEntrant.OHC_LINKED, MapEntrant.CHRONICLE, MapEntrant.EHCACHE, MapEntrant.CAFFEINE);
    private static final List<String> FLAGS = List.of("-XX:+UseG1GC", "-XX:MaxDirectMemorySize=16g");
    private static final double PAUSE_MILLIS_BAR = 10;
    private static final double LATENCY_BAR = 1.1;

    private final Map<MapEntrant, Map<String, Double>> figures = new EnumMap<>(MapEntrant.class);

    /**
     * How much is measured.
     *
     * @param entries how many entries of 1 KiB
     * @param warmUpSeconds how long the load runs before it counts
     * @param seconds how long it counts
     * @param heapGibibytes the heap of a store that is on it; the others have one
     */
    private record Form(int entries, int warmUpSeconds, int seconds, int heapGibibytes) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws Exception {
        boolean quick = arguments.equals(List.of("--quick"));
        if (!arguments.isEmpty() && !quick) {
            throw new IllegalArgumentException("the suite gc takes --quick alone: arguments=" + arguments);
        }
        Form form = quick ? QUICK : FULL;
        Instant begin = Instant.now();
        Path log = results.resolve(NAME + ".log");
        Files.deleteIfExists(log);
        for (MapEntrant entrant : ENTRANTS) {
            try {
                figures.put(entrant, measure(entrant, form, results, log));
                out.println(entrant.label() + " " + figures.get(entrant));
            } catch (IOException e) {
                out.println(entrant.label() + ": " + e.getMessage());
            }
        }
        List<String> table = table();
        table.forEach(out::println);
        List<String> lines =
                verdicts().stream().map(verdict -> verdict.line(NAME)).toList();
        lines.forEach(out::println);
        Map<String, Object> json = Machine.results(NAME, quick, begin);
        json.put("flags", FLAGS);
        json.put("entries", form.entries());
        json.put("warmUpSeconds", form.warmUpSeconds());
        json.put("seconds", form.seconds());
        json.put("threads", Runtime.getRuntime().availableProcessors());
        json.put("ratios", lines);
        json.put("table", table);
        json.put("order", figures.keySet().stream().map(MapEntrant::label).toList());
        Map<String, Object> entrants = new LinkedHashMap<>();
        figures.forEach((entrant, all) -> entrants.put(entrant.label(), all));
        json.put("entrants", entrants);
        Path file = results.resolve(NAME + ".json");
        Files.writeString(file, Json.of(json));
        out.println("every figure: " + file.toAbsolutePath());
    }

    private static Map<String, Double> measure(MapEntrant entrant, Form form, Path results, Path log)
            throws IOException, InterruptedException {
        int gibibytes = entrant == MapEntrant.CAFFEINE ? form.heapGibibytes() : 1;
        Path pauses = results.resolve(NAME + "-" + entrant.name() + ".gc").toAbsolutePath();
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
        GcLog logged = GcLog.read(
                pauses, all.getOrDefault("beginMillis", Double.NaN), all.getOrDefault("endMillis", Double.NaN));
        all.put("heapGibibytes", (double) gibibytes);
        all.put("pauses", (double) logged.count());
        all.put("pausesMillis", logged.totalMillis());
        all.put("longestPauseMillis", logged.longestMillis());
        return all;
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| store | heap GiB | operations/s | mean us | p50 us | p99 us | p99.9 us | p99.99 us | max us"
                + " | pauses | of it ms | longest ms |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
        figures.forEach((entrant, all) -> lines.add(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f | %.2f | %.2f | %.1f | %.1f | %.0f | %.0f | %.0f | %.1f |",
                entrant.label(),
                of(entrant, "heapGibibytes"),
                of(entrant, "operations") * 1e3 / (of(entrant, "endMillis") - of(entrant, "beginMillis")),
                of(entrant, "meanMicros"),
                of(entrant, "p50Micros"),
                of(entrant, "p99Micros"),
                of(entrant, "p99.9Micros"),
                of(entrant, "p99.99Micros"),
                of(entrant, "maxMicros"),
                of(entrant, "pauses"),
                of(entrant, "pausesMillis"),
                of(entrant, "longestPauseMillis"))));
        return lines;
    }

    private double of(MapEntrant entrant, String name) {
        return figures.getOrDefault(entrant, Map.of()).getOrDefault(name, Double.NaN);
    }

    private double toBestPeer(String name) {
        double best = ENTRANTS.stream()
                .filter(MapEntrant::isPeer)
                .mapToDouble(peer -> of(peer, name))
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.NaN);
        return of(MapEntrant.SLABCACHE, name) / best;
    }

    private List<Verdict> verdicts() {
        return List.of(
                Verdict.atMost(
                        "longest-pause-millis", of(MapEntrant.SLABCACHE, "longestPauseMillis"), PAUSE_MILLIS_BAR),
                Verdict.atMost("p999", toBestPeer("p99.9Micros"), LATENCY_BAR),
                Verdict.shown("p99", toBestPeer("p99Micros")),
                Verdict.shown("p50", toBestPeer("p50Micros")),
                Verdict.shown("max", toBestPeer("maxMicros")));
    }
}
