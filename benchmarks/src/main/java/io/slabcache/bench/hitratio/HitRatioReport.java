package io.slabcache.bench.hitratio;

import static java.util.stream.Collectors.toCollection;

import io.slabcache.bench.harness.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a run of all comparisons prints: a table in per cent, and what must be reached. */
final class HitRatioReport {
    private static final double MEAN_BAR = 1;
    private static final double POINTS_BAR = 1.5;
    private static final String UNCHARGED = "-lru-uncharged";

    /** Whose hit ratios are bars. */
    static final Set<Policy> PEERS = Arrays.stream(Policy.values())
            .filter(Policy::isPeer)
            .collect(toCollection(() -> EnumSet.noneOf(Policy.class)));

    private static final Set<Policy> PEERS_AND_UNCHARGED = withUncharged();

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

    /**
     * Returns for each kind of room our mean by the best peer's, and how far we are behind the best where it is most; by bytes also
     * what both would be if LRU needed no bytes of its own.
     */
    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (Room.Kind kind : Room.Kind.values()) {
            String suffix = "-" + kind.label().replace(' ', '-');
            verdicts.add(Verdict.atLeast("mean" + suffix, meanToBest(kind, PEERS), MEAN_BAR));
            verdicts.add(Verdict.atMost("points-behind-best-peer" + suffix, mostPointsBehind(kind, PEERS), POINTS_BAR));
            if (kind == Room.Kind.BYTES) {
                verdicts.add(Verdict.shown("mean" + suffix + UNCHARGED, meanToBest(kind, PEERS_AND_UNCHARGED)));
                verdicts.add(Verdict.shown(
                        "points-behind-best-peer" + suffix + UNCHARGED, mostPointsBehind(kind, PEERS_AND_UNCHARGED)));
            }
        }
        return verdicts;
    }

    private double meanToBest(Room.Kind kind, Set<Policy> others) {
        double best =
                others.stream().mapToDouble(other -> mean(kind, other)).max().orElse(Double.NaN);
        return mean(kind, Policy.SLABCACHE) / best;
    }

    private double mostPointsBehind(Room.Kind kind, Set<Policy> others) {
        return of(kind).stream()
                .mapToDouble(run -> pointsBehind(run, others))
                .max()
                .orElseThrow();
    }

    /** Returns by how many per cent of the requests the best of some hits more often; negative where we do. */
    static double pointsBehind(HitRatioRun.Result run, Set<Policy> others) {
        double best = others.stream()
                .mapToDouble(other -> run.hitRatios().getOrDefault(other, Double.NaN))
                .max()
                .orElse(Double.NaN);
        return 100 * (best - run.hitRatios().getOrDefault(Policy.SLABCACHE, Double.NaN));
    }

    private static Set<Policy> withUncharged() {
        Set<Policy> policies = EnumSet.copyOf(PEERS);
        policies.add(Policy.LRU_UNCHARGED);
        return policies;
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
