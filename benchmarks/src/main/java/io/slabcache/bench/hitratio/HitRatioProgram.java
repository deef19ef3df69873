package io.slabcache.bench.hitratio;

import io.slabcache.bench.harness.Json;
import io.slabcache.bench.harness.Machine;
import io.slabcache.bench.harness.Program;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares hit ratios, {@code [--quick]}. Nothing is timed, so as many comparisons run at once as there are processors.
 */
public final class HitRatioProgram implements Program {
    private static final String NAME = "hitratio";
    private static final Workload.Shape QUICK = new Workload.Shape(400_000, 1_200_000);
    private static final Workload.Shape FULL = new Workload.Shape(2_000_000, 16_000_000);
    private static final double[] SHARES = {0.01, 0.05, 0.10, 0.25};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws Exception {
        boolean quick = arguments.equals(List.of("--quick"));
        if (!arguments.isEmpty() && !quick) {
            throw new IllegalArgumentException("the suite hitratio takes --quick alone: arguments=" + arguments);
        }
        Instant begin = Instant.now();
        Workload.Shape shape = quick ? QUICK : FULL;
        HeapOverheads overheads = HeapOverheads.measure();
        List<HitRatioRun.Result> runs = runs(shape, overheads, out);
        HitRatioReport report = new HitRatioReport(runs);
        List<String> table = report.table();
        table.forEach(out::println);
        List<String> lines =
                report.verdicts().stream().map(verdict -> verdict.line(NAME)).toList();
        lines.forEach(out::println);
        Map<String, Object> json = Machine.results(NAME, quick, begin);
        json.put("keys", shape.keys());
        json.put("requests", shape.requests());
        json.put("countedFrom", shape.requests() / 4);
        json.put("keyLength", TracedCache.KEY_LENGTH);
        json.put("valueLength", Workload.VALUE_LENGTH);
        json.put("mixedValueLengths", Workload.LENGTHS);
        json.put("heapOverheadCaffeine", overheads.caffeine());
        json.put("heapOverheadEhcache", overheads.ehcache());
        json.put("ratios", lines);
        json.put("table", table);
        json.put("order", Arrays.stream(Policy.values()).map(Policy::label).toList());
        json.put("workloads", workloads());
        json.put("runs", runs.stream().map(HitRatioProgram::json).toList());
        Path file = results.resolve(NAME + ".json");
        Files.writeString(file, Json.of(json));
        out.println("every figure: " + file.toAbsolutePath());
    }

    private static List<HitRatioRun.Result> runs(Workload.Shape shape, HeapOverheads overheads, PrintStream out)
            throws Exception {
        ExecutorService executor =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<HitRatioRun.Result>> futures = new ArrayList<>();
            for (Workload workload : Workload.values()) {
                for (Room.Kind kind : Room.Kind.values()) {
                    if (kind == Room.Kind.ENTRIES && workload.hasMixedSizes()) {
                        continue;
                    }
                    for (double share : SHARES) {
                        futures.add(
                                executor.submit(() -> new HitRatioRun(workload, shape, overheads).run(share, kind)));
                    }
                }
            }
            List<HitRatioRun.Result> runs = new ArrayList<>();
            for (Future<HitRatioRun.Result> future : futures) {
                HitRatioRun.Result run = future.get();
                runs.add(run);
                out.println(run.workload() + " " + run.room().kind() + " " + run.share() + " " + run.hitRatios() + " "
                        + run.entries());
            }
            return runs;
        } finally {
            executor.shutdownNow();
        }
    }

    private static Map<String, Object> workloads() {
        Map<String, Object> workloads = new LinkedHashMap<>();
        Arrays.stream(Workload.values()).forEach(workload -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("formula", workload.formula());
            one.put("seed", workload.seed());
            workloads.put(workload.label(), one);
        });
        return workloads;
    }

    private static Map<String, Object> json(HitRatioRun.Result run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("workload", run.workload().label());
        json.put("room", run.room().kind().label());
        json.put("share", run.share());
        json.put("roomEntries", run.room().entries());
        json.put("roomBytes", run.room().bytes());
        Map<String, Object> hitRatios = new LinkedHashMap<>();
        run.hitRatios().forEach((policy, hitRatio) -> hitRatios.put(policy.label(), hitRatio));
        json.put("hitRatios", hitRatios);
        Map<String, Object> entries = new LinkedHashMap<>();
        run.entries().forEach((policy, count) -> entries.put(policy.label(), count));
        json.put("entries", entries);
        return json;
    }
}
