package io.slabcache.bench.hitratio;

import io.slabcache.bench.harness.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a run of all comparisons prints: a table in per cent, and what must be reached. */
final class HitRatioReport {
    private static final double MEAN_BAR = 1;
    private static final double POINTS_BAR = 1.5;

    private final List<HitRatioRun.Result> runs;

    HitRatioReport(List<HitRatioRun.Result> runs) {
        this.runs = runs;
    }

    /** Returns a row for each sequence and size, and one of means for each kind of room. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| requests | room | size |");
        StringBuilder rule = new StringBuilder("|---|---|---|");
        for (Policy policy : Policy.values()) {
            head.append(' ').append(policy.label()).append(" % |");
            rule.append("---|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (HitRatioRun.Result run : runs) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f %% |",
                    run.workload().label(),
                    run.room().kind().label(),
                    run.share() * 100));
            run.hitRatios().values().forEach(hitRatio -> line.append(percent(hitRatio)));
            lines.add(line.toString());
        }
        for (Room.Kind kind : Room.Kind.values()) {
            StringBuilder line = new StringBuilder("| mean | " + kind.label() + " | |");
            Arrays.stream(Policy.values()).forEach(policy -> line.append(percent(mean(kind, policy))));
            lines.add(line.toString());
        }
        return lines;
    }

    /** Returns for each kind of room our mean by the best peer's, and how far we are behind the best where it is most. */
    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (Room.Kind kind : Room.Kind.values()) {
            String suffix = "-" + kind.label().replace(' ', '-');
            double bestMean = Arrays.stream(Policy.values())
                    .filter(Policy::isPeer)
                    .mapToDouble(peer -> mean(kind, peer))
                    .max()
                    .orElse(Double.NaN);
            verdicts.add(Verdict.atLeast("mean" + suffix, mean(kind, Policy.SLABCACHE) / bestMean, MEAN_BAR));
            HitRatioRun.Result worst = of(kind).stream()
                    .max(Comparator.comparingDouble(HitRatioReport::pointsBehind))
                    .orElseThrow();
            verdicts.add(Verdict.atMost("points-behind-best-peer" + suffix, pointsBehind(worst), POINTS_BAR));
        }
        return verdicts;
    }

    /** Returns by how many per cent of the requests the best peer hits more often; negative where we do. */
    static double pointsBehind(HitRatioRun.Result run) {
        double best = run.hitRatios().entrySet().stream()
                .filter(entry -> entry.getKey().isPeer())
                .mapToDouble(entry -> entry.getValue())
                .max()
                .orElse(Double.NaN);
        return 100 * (best - run.hitRatios().getOrDefault(Policy.SLABCACHE, Double.NaN));
    }

    private double mean(Room.Kind kind, Policy policy) {
        return of(kind).stream()
                .mapToDouble(run -> run.hitRatios().getOrDefault(policy, Double.NaN))
                .average()
                .orElse(Double.NaN);
    }

    private List<HitRatioRun.Result> of(Room.Kind kind) {
        return runs.stream().filter(run -> run.room().kind() == kind).toList();
    }

    private static String percent(double hitRatio) {
        return String.format(Locale.ROOT, " %.2f |", 100 * hitRatio);
    }
}
