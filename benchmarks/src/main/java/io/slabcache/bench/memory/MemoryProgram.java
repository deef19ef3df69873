package io.slabcache.bench.memory;

import io.slabcache.bench.harness.Fork;
import io.slabcache.bench.harness.Json;
import io.slabcache.bench.harness.Machine;
import io.slabcache.bench.harness.Program;
import io.slabcache.bench.harness.Verdict;
import io.slabcache.bench.map.EntryShape;
import io.slabcache.bench.map.MapEntrant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures what entries take, {@code [--quick]}: a process for each store, shape and number of entries. */
public final class MemoryProgram implements Program {
    private static final String NAME = "memory";
    private static final String MEMCACHED = "memcached";
    private static final long SMALL = 1_000_000;
    private static final long LARGE = 10_000_000;

    /** A heap of fixed size, touched, and a collector with few tables of its own: what grows is not the heap. */
    private static final List<String> FLAGS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=32g");

    private static final double OVERHEAD_BAR = 48;
    private static final double HEAP_MEBIBYTES_BAR = 8;
    private static final double MEMCACHED_BAR = 0.88;

    /** Who is on the heap is no peer here. */
    private static final Set<MapEntrant> ENTRANTS = EnumSet.complementOf(EnumSet.of(MapEntrant.CAFFEINE));

    private final List<Row> rows = new ArrayList<>();

    /**
     * What one store took.
     *
     * @param entrant the store
     * @param shape the entries
     * @param wanted how many were written
     * @param figures what was measured, in all
     */
    private record Row(String entrant, EntryShape shape, long wanted, Map<String, Double> figures) {
        double of(String name) {
            return figures.getOrDefault(name, Double.NaN);
        }

        /** Outside the heap and on it. */
        double residentPerEntry() {
            return (of("residentBytes") + of("heapBytes")) / of("entries");
        }

        double overheadPerEntry() {
            return residentPerEntry() - of("payloadBytes") / of("entries");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws Exception {
        boolean quick = arguments.equals(List.of("--quick"));
        if (!arguments.isEmpty() && !quick) {
            throw new IllegalArgumentException("the suite memory takes --quick alone: arguments=" + arguments);
        }
        Instant begin = Instant.now();
        Path log = results.resolve(NAME + ".log");
        Files.deleteIfExists(log);
        for (long entries : new long[] {SMALL, LARGE}) {
            for (EntryShape shape : List.of(EntryShape.BYTES_32_100, EntryShape.BYTES_8_32, EntryShape.LOG_NORMAL)) {
                boolean all = !quick || entries == SMALL;
                if (all || shape == EntryShape.LOG_NORMAL) {
                    measure(shape, entries, all ? ENTRANTS : EnumSet.of(MapEntrant.SLABCACHE), log, out);
                }
            }
        }
        List<String> table = table();
        table.forEach(out::println);
        List<String> lines =
                verdicts().stream().map(verdict -> verdict.line(NAME)).toList();
        lines.forEach(out::println);
        Map<String, Object> json = Machine.results(NAME, quick, begin);
        json.put("flags", FLAGS);
        json.put("mixedValueLengths", EntryShape.LENGTHS);
        json.put("ratios", lines);
        json.put("table", table);
        json.put("rows", rows.stream().map(MemoryProgram::json).toList());
        Path file = results.resolve(NAME + ".json");
        Files.writeString(file, Json.of(json));
        out.println("every figure: " + file.toAbsolutePath());
    }

    private void measure(EntryShape shape, long entries, Set<MapEntrant> entrants, Path log, PrintStream out)
            throws InterruptedException {
        for (MapEntrant entrant : entrants) {
            List<String> flags = new ArrayList<>(FLAGS);
            flags.addAll(entrant.flags());
            List<String> words = List.of(entrant.name(), shape.name(), Long.toString(entries));
            try {
                add(entrant.label(), shape, entries, Fork.run(MemoryWorker.class, flags, words, log), out);
            } catch (IOException e) {
                out.println(entrant.label() + ": " + e.getMessage());
            }
        }
        try {
            add(MEMCACHED, shape, entries, MemcachedFill.run(shape, entries), out);
        } catch (IOException e) {
            out.println(MEMCACHED + ": " + e.getMessage());
        }
    }

    private void add(String entrant, EntryShape shape, long wanted, Map<String, Double> figures, PrintStream out) {
        rows.add(new Row(entrant, shape, wanted, figures));
        out.println(shape + " " + wanted + " " + entrant + " " + figures);
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| entries | each | store | kept | resident B/entry | over payload B/entry | of it heap B/entry"
                + " | accounted B/entry |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %d | %s | %s | %.0f | %.1f | %.1f | %.1f | %s |",
                    row.wanted(),
                    row.shape().label(),
                    row.entrant(),
                    row.of("entries"),
                    row.residentPerEntry(),
                    row.overheadPerEntry(),
                    row.of("heapBytes") / row.of("entries"),
                    row.of("accountedBytes") < 0
                            ? "not told"
                            : String.format(Locale.ROOT, "%.1f", row.of("accountedBytes") / row.of("entries"))));
        }
        return lines;
    }

    private List<Verdict> verdicts() {
        String ours = MapEntrant.SLABCACHE.label();
        Row medium = row(ours, EntryShape.BYTES_32_100, SMALL);
        return List.of(
                Verdict.atMost("over-payload-1m-32-100", medium.overheadPerEntry(), OVERHEAD_BAR),
                Verdict.atMost("heap-mib-1m-32-100", medium.of("heapBytes") / (1 << 20), HEAP_MEBIBYTES_BAR),
                Verdict.shown(
                        "over-payload-1m-8-32",
                        row(ours, EntryShape.BYTES_8_32, SMALL).overheadPerEntry()),
                Verdict.shown(
                        "over-payload-1m-log-normal",
                        row(ours, EntryShape.LOG_NORMAL, SMALL).overheadPerEntry()),
                Verdict.atMost("to-memcached-10m-log-normal", toMemcached(EntryShape.LOG_NORMAL, LARGE), MEMCACHED_BAR),
                Verdict.shown("to-memcached-1m-32-100", toMemcached(EntryShape.BYTES_32_100, SMALL)));
    }

    private double toMemcached(EntryShape shape, long entries) {
        return row(MapEntrant.SLABCACHE.label(), shape, entries).residentPerEntry()
                / row(MEMCACHED, shape, entries).residentPerEntry();
    }

    /** Returns a row without figures where nothing was measured: its bars fall short. */
    private Row row(String entrant, EntryShape shape, long wanted) {
        return rows.stream()
                .filter(row -> row.entrant().equals(entrant) && row.shape() == shape && row.wanted() == wanted)
                .findFirst()
                .orElse(new Row(entrant, shape, wanted, Map.of()));
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entrant", row.entrant());
        json.put("shape", row.shape().label());
        json.put("wanted", row.wanted());
        json.putAll(row.figures());
        json.put("residentPerEntry", row.residentPerEntry());
        json.put("overheadPerEntry", row.overheadPerEntry());
        return json;
    }
}
