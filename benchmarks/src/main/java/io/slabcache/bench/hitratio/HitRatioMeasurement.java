package io.slabcache.bench.hitratio;

import io.slabcache.bench.harness.Findings;
import io.slabcache.bench.harness.Measurement;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The suite {@code hitratio}. Nothing is timed, so as many comparisons run at once as there are processors. */
public final class HitRatioMeasurement implements Measurement {
    private static final String NAME = "hitratio";
    private static final Workload.Shape QUICK = new Workload.Shape(400_000, 1_200_000);
    private static final Workload.Shape FULL = new Workload.Shape(2_000_000, 16_000_000);
    private static final double[] SHARES = {0.01, 0.05, 0.10, 0.25};

    /** What a processor that has nothing else to do replays, the making of the sequences included. */
    private static final long REQUESTS_PER_MILLI = 700;

    private static final int PROCESSORS = 2;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> parts() {
        return Arrays.stream(Workload.values()).map(Workload::name).toList();
    }

    @Override
    public Duration budget(boolean quick) {
        long requests = (long) comparisons(parts()).size() * (quick ? QUICK : FULL).requests();
        return Duration.ofMillis(requests * Policy.values().length / (REQUESTS_PER_MILLI * PROCESSORS));
    }

    @Override
    public Findings run(Order order) throws Exception {
        Workload.Shape shape = order.quick() ? QUICK : FULL;
        Overheads overheads = Overheads.measure();
        List<HitRatioRun.Result> runs = runs(comparisons(order.parts()), shape, overheads, order.out());
        HitRatioReport report = new HitRatioReport(runs);
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("keys", shape.keys());
        more.put("requests", shape.requests());
        more.put("countedFrom", shape.requests() / 4);
        more.put("keyLength", TracedCache.KEY_LENGTH);
        more.put("valueLength", Workload.VALUE_LENGTH);
        more.put("mixedValueLengths", Workload.LENGTHS);
        more.put("heapOverheadCaffeine", overheads.caffeine());
        more.put("heapOverheadEhcache", overheads.ehcache());
        more.put("overheadOhc", overheads.ohc());
        more.put("order", Arrays.stream(Policy.values()).map(Policy::label).toList());
        more.put("workloads", workloads());
        more.put("runs", runs.stream().map(HitRatioMeasurement::json).toList());
        return new Findings(
                List.of(),
                report.table(),
                report.verdicts().stream().map(verdict -> verdict.line(NAME)).toList(),
                more);
    }

    /** One sequence, one size and what it bounds. */
    private record Comparison(Workload workload, Room.Kind kind, double share) {}

    /** Returns all of them; where sizes differ there is none by entries. */
    private static List<Comparison> comparisons(Collection<String> workloads) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String name : workloads) {
            Workload workload = Workload.valueOf(name);
            for (Room.Kind kind : Room.Kind.values()) {
                for (double share : SHARES) {
                    if (kind == Room.Kind.BYTES || !workload.hasMixedSizes()) {
                        comparisons.add(new Comparison(workload, kind, share));
                    }
                }
            }
        }
        return comparisons;
    }

    private static List<HitRatioRun.Result> runs(
            List<Comparison> comparisons, Workload.Shape shape, Overheads overheads, PrintStream out) throws Exception {
        ExecutorService executor =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<HitRatioRun.Result>> futures = new ArrayList<>();
            for (Comparison wanted : comparisons) {
                HitRatioRun run = new HitRatioRun(wanted.workload(), shape, overheads);
                futures.add(executor.submit(() -> run.run(wanted.share(), wanted.kind())));
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
