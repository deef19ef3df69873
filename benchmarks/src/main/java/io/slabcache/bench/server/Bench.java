package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the rows of a run share: how much is measured, and where figures and verdicts go. */
final class Bench {
    private final Effort effort;
    private final Path log;
    private final PrintStream out;
    private final Map<String, Map<ServerKind, Map<String, List<Double>>>> figures = new LinkedHashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    Bench(Effort effort, Path log, PrintStream out) {
        this.effort = effort;
        this.log = log;
        this.out = out;
    }

    Effort effort() {
        return effort;
    }

    /** Returns where servers and loads log. */
    Path log() {
        return log;
    }

    /** Starts a server. */
    ServerProcess start(ServerKind kind, ServerOptions options) throws IOException, InterruptedException {
        return ServerProcess.start(kind, options, log);
    }

    /** Loads a server that is a JVM until it has compiled what it does; one core compiles and serves at once. */
    void warmUp(ServerProcess server, Load load) throws IOException, InterruptedException {
        if (server.kind() == ServerKind.SLABCACHE) {
            load.run(server, 0, effort.compileMillis(), false, log);
        }
    }

    /** Takes a round's figures of a row. */
    void add(String row, ServerKind kind, Map<String, Double> round) {
        Map<String, List<Double>> own = figures.computeIfAbsent(row, name -> new EnumMap<>(ServerKind.class))
                .computeIfAbsent(kind, key -> new LinkedHashMap<>());
        round.forEach((name, value) ->
                own.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
        out.println(row + " " + kind.label() + " " + round);
    }

    /** Returns the median of a figure, not a number if there is none. */
    double median(String row, ServerKind kind, String name) {
        double[] sorted =
                figures.getOrDefault(row, Map.of()).getOrDefault(kind, Map.of()).getOrDefault(name, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
        int middle = sorted.length / 2;
        if (sorted.length % 2 == 1) {
            return sorted[middle];
        }
        return sorted.length == 0 ? Double.NaN : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns our median of a figure divided by memcached's. */
    double ratio(String row, String name) {
        return median(row, ServerKind.SLABCACHE, name) / median(row, ServerKind.MEMCACHED, name);
    }

    /** Takes what is held against a bar. */
    void verdict(Verdict verdict) {
        verdicts.add(verdict);
    }

    /** Says that something is not measured, and why. */
    void skip(String what, String why) {
        String line = "SKIPPED server." + what + ": " + why;
        skipped.add(line);
        out.println("!!! " + line);
    }

    /** Returns the lines of all verdicts, and of what has none. */
    List<String> lines(String suite) {
        List<String> lines = new ArrayList<>();
        verdicts.forEach(verdict -> lines.add(verdict.line(suite)));
        lines.addAll(skipped);
        return lines;
    }

    /** Returns a row for each figure of each row, medians. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| row | figure (median) | slabcache | memcached | ratio |");
        lines.add("|---|---|---|---|---|");
        figures.forEach((row, byKind) -> byKind.values().stream()
                .flatMap(own -> own.keySet().stream())
                .distinct()
                .forEach(name -> lines.add(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %.3f |",
                        row,
                        name,
                        text(median(row, ServerKind.SLABCACHE, name)),
                        text(median(row, ServerKind.MEMCACHED, name)),
                        ratio(row, name)))));
        return lines;
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.3f" : "%.0f", value);
    }

    /** Returns every figure of every round. */
    Map<String, Object> json() {
        Map<String, Object> rows = new LinkedHashMap<>();
        figures.forEach((row, byKind) -> {
            Map<String, Object> kinds = new LinkedHashMap<>();
            byKind.forEach((kind, own) -> kinds.put(kind.label(), own));
            rows.put(row, kinds);
        });
        return rows;
    }
}
