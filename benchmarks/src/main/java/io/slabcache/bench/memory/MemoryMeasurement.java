package io.slabcache.bench.memory;

import io.slabcache.bench.harness.Findings;
import io.slabcache.bench.harness.Fork;
import io.slabcache.bench.harness.Measurement;
import io.slabcache.bench.harness.Verdict;
import io.slabcache.bench.map.EntryShape;
import io.slabcache.bench.map.MapEntrant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The suite {@code memory}: what entries take, in a process for each store, shape and number of entries. */
public final class MemoryMeasurement implements Measurement {
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
    private static final List<MapEntrant> ENTRANTS = List.of(
            MapEntrant.SLABCACHE,
            MapEntrant.OHC_LINKED,
            MapEntrant.OHC_CHUNKED,
            MapEntrant.CHRONICLE_MAP,
            MapEntrant.EHCACHE,
            MapEntrant.MAPDB);

    private static final List<EntryShape> SHAPES =
            List.of(EntryShape.BYTES_32_100, EntryShape.BYTES_8_32, EntryShape.LOG_NORMAL);

    /** What a process takes before and after it fills its store, and how fast that is. */
    private static final long AROUND_MILLIS = 3500;

    private static final long ENTRIES_PER_SECOND = 400_000;

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
    public List<String> parts() {
        List<String> parts =
                new ArrayList<>(ENTRANTS.stream().map(MapEntrant::name).toList());
        parts.add(MEMCACHED);
        return parts;
    }

    @Override
    public Duration budget(boolean quick) {
        long millis = 0;
        for (long entries : new long[] {SMALL, LARGE}) {
            for (EntryShape shape : SHAPES) {
                long each = AROUND_MILLIS + entries * 1000 / ENTRIES_PER_SECOND;
                millis += each * takingPart(shape, entries, quick, parts()).size();
            }
        }
        return Duration.ofMillis(millis);
    }

    /** Quick: of the larger number only what the comparison with memcached needs. */
    private static List<String> takingPart(EntryShape shape, long entries, boolean quick, Iterable<String> wanted) {
        List<String> taking = new ArrayList<>();
        for (String part : wanted) {
            boolean needed = shape == EntryShape.LOG_NORMAL
                    && (part.equals(MEMCACHED) || part.equals(MapEntrant.SLABCACHE.name()));
            if (!quick || entries == SMALL || needed) {
                taking.add(part);
            }
        }
        return taking;
    }

    @Override
    public Findings run(Order order) throws Exception {
        Path log = order.results().resolve(NAME + ".log");
        Files.deleteIfExists(log);
        for (long entries : new long[] {SMALL, LARGE}) {
            for (EntryShape shape : SHAPES) {
                for (String part : takingPart(shape, entries, order.quick(), order.parts())) {
                    measure(part, shape, entries, log, order.out());
                }
            }
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("mixedValueLengths", EntryShape.LENGTHS);
        more.put("rows", rows.stream().map(MemoryMeasurement::json).toList());
        return new Findings(
                FLAGS,
                table(),
                verdicts().stream().map(verdict -> verdict.line(NAME)).toList(),
                more);
    }

    private void measure(String part, EntryShape shape, long entries, Path log, PrintStream out)
            throws InterruptedException {
        try {
            if (part.equals(MEMCACHED)) {
                add(MEMCACHED, shape, entries, MemcachedFill.run(shape, entries), out);
                return;
            }
            MapEntrant entrant = MapEntrant.valueOf(part);
            List<String> flags = new ArrayList<>(FLAGS);
            flags.addAll(entrant.flags());
            List<String> words = List.of(entrant.name(), shape.name(), Long.toString(entries));
            add(entrant.label(), shape, entries, Fork.run(MemoryWorker.class, flags, words, log), out);
        } catch (IOException e) {
            out.println(part + ": " + e.getMessage());
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
