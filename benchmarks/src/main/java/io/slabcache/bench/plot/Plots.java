package io.slabcache.bench.plot;

import io.slabcache.bench.harness.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws what the suites measured and returns the names of the files that it wrote. */
final class Plots {
    private static final List<String> GC_FIGURES =
            List.of("p50Micros", "p99Micros", "p99.9Micros", "p99.99Micros", "maxMicros");

    private static final String OPERATIONS = "operations/s";
    private static final int TASKS_PER_PLOT = 6;

    private final Path directory;
    private final List<String> written = new ArrayList<>();
    private String suffix = "";

    Plots(Path directory) {
        this.directory = directory;
    }

    /** Draws the plots of a suite. */
    List<String> of(Results results) throws IOException {
        written.clear();
        suffix = ResultFile.suffix(results.feature());
        switch (results.text("suite")) {
            case "memory" -> memory(results);
            case "gc" -> gc(results);
            case "hitratio" -> hitRatio(results);
            case "faults" -> faults(results);
            case "scale" -> scale(results);
            case "server" -> server(results);
            default -> tasks(results);
        }
        return List.copyOf(written);
    }

    private void memory(Results results) throws IOException {
        for (String wanted : distinct(results.parts("rows"), "wanted")) {
            List<Results> rows = where(results.parts("rows"), "wanted", wanted);
            Map<String, List<Double>> series = new LinkedHashMap<>();
            Collection<String> shapes = distinct(rows, "shape");
            for (String entrant : distinct(rows, "entrant")) {
                List<Results> own = where(rows, "entrant", entrant);
                series.put(
                        entrant,
                        figures(
                                shapes,
                                shape -> mean(where(own, "shape", shape), row -> row.number("overheadPerEntry"))));
            }
            write(
                    "memory-" + wanted,
                    new Plot(
                            "Resident bytes over key and value, " + wanted + " entries (lower is better)",
                            List.copyOf(shapes),
                            "bytes per entry",
                            Plot.Form.BARS),
                    series);
        }
    }

    private void gc(Results results) throws IOException {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (String entrant : results.texts("order")) {
            Results figures = results.part("entrants").part(entrant);
            series.put(entrant, figures(GC_FIGURES, figures::number));
        }
        write(
                "gc-latency",
                new Plot(
                        "Time of one operation, 90 % gets, 1 KiB (lower is better)",
                        GC_FIGURES.stream()
                                .map(name -> name.replace("Micros", ""))
                                .toList(),
                        "microseconds",
                        Plot.Form.LOGARITHMIC_LINES),
                series);
    }

    private void hitRatio(Results results) throws IOException {
        List<String> policies = results.texts("order");
        for (String room : distinct(results.parts("runs"), "room")) {
            List<Results> runs = where(results.parts("runs"), "room", room);
            Collection<String> shares = distinct(runs, "share");
            Collection<String> workloads = distinct(runs, "workload");
            Map<String, List<Double>> bySize = new LinkedHashMap<>();
            Map<String, List<Double>> byWorkload = new LinkedHashMap<>();
            for (String policy : policies) {
                ToDoubleFunction<Results> percent =
                        run -> 100 * run.part("hitRatios").number(policy);
                bySize.put(policy, figures(shares, share -> mean(where(runs, "share", share), percent)));
                byWorkload.put(
                        policy, figures(workloads, workload -> mean(where(runs, "workload", workload), percent)));
            }
            String name = "hitratio-" + room.replace(' ', '-');
            write(
                    name + "-by-size",
                    new Plot(
                            "Hit ratio, " + room + ", mean over all sequences (higher is better)",
                            List.copyOf(shares),
                            "per cent",
                            Plot.Form.LINES),
                    bySize);
            write(
                    name + "-by-sequence",
                    new Plot(
                            "Hit ratio, " + room + ", mean over all sizes (higher is better)",
                            List.copyOf(workloads),
                            "per cent",
                            Plot.Form.BARS),
                    byWorkload);
        }
    }

    private void faults(Results results) throws IOException {
        Results byPhase = results.part("survivorP99Micros");
        write(
                "faults-survivors",
                new Plot(
                        "p99 on the two servers that are well (lower is better)",
                        byPhase.names(),
                        "microseconds",
                        Plot.Form.BARS),
                Map.of("slabcache", figures(byPhase.names(), byPhase::median)));
    }

    /** What each load costs our node's process by what it costs memcached's. */
    private void server(Results results) throws IOException {
        Results rows = results.part("rows");
        List<String> loads = rows.names().stream()
                .filter(row -> !Double.isNaN(ofServer(rows, row, "memcached")))
                .toList();
        write(
                "server-cpu",
                new Plot(
                        "Processor time of an operation, memcached's being 1 (lower is better)",
                        loads,
                        "ratio",
                        Plot.Form.BARS),
                Map.of(
                        "slabcache",
                        figures(loads, row -> ofServer(rows, row, "slabcache") / ofServer(rows, row, "memcached"))));
    }

    private static double ofServer(Results rows, String row, String server) {
        return rows.part(row).part(server).median("cpuMicrosPerOperation");
    }

    /** As many operations as a suite's tasks gave, in their order. */
    private void scale(Results results) throws IOException {
        Results tasks = results.part("tasks");
        write(
                "scale-operations",
                new Plot("Operations (higher is better)", tasks.names(), "per second", Plot.Form.LINES),
                operations(results, tasks.names(), false));
    }

    /** Operations of each task by those of whoever comes first, since tasks differ by orders of magnitude. */
    private void tasks(Results results) throws IOException {
        List<String> names = results.part("tasks").names();
        for (int from = 0; from < names.size(); from += TASKS_PER_PLOT) {
            List<String> some = names.subList(from, Math.min(names.size(), from + TASKS_PER_PLOT));
            write(
                    results.text("suite") + "-operations-" + (from / TASKS_PER_PLOT + 1),
                    new Plot(
                            "Operations per second, those of " + first(results) + " being 1 (higher is better)",
                            some,
                            "ratio",
                            Plot.Form.BARS),
                    operations(results, some, true));
        }
    }

    private static String first(Results results) {
        List<String> order = results.texts("order");
        return order.isEmpty() ? "the first" : order.get(0);
    }

    private static Map<String, List<Double>> operations(Results results, List<String> tasks, boolean relative) {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (String entrant : results.texts("order")) {
            series.put(entrant, figures(tasks, task -> {
                Results byEntrant = results.part("tasks").part(task);
                double unit = relative ? byEntrant.part(first(results)).median(OPERATIONS) : 1;
                return byEntrant.part(entrant).median(OPERATIONS) / unit;
            }));
        }
        return series;
    }

    private void write(String name, Plot plot, Map<String, List<Double>> series) throws IOException {
        plot.write(series, directory.resolve(name + suffix));
        written.add(name + suffix + ".svg");
    }

    private static List<Double> figures(Collection<String> places, ToDoubleFunction<String> figure) {
        return places.stream().map(figure::applyAsDouble).toList();
    }

    private static Collection<String> distinct(List<Results> parts, String name) {
        Collection<String> distinct = new LinkedHashSet<>();
        parts.forEach(part -> distinct.add(part.text(name)));
        return distinct;
    }

    private static List<Results> where(List<Results> parts, String name, String value) {
        return parts.stream().filter(part -> part.text(name).equals(value)).toList();
    }

    private static double mean(List<Results> parts, ToDoubleFunction<Results> figure) {
        return parts.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
