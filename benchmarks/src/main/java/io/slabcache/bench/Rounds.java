package io.slabcache.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Every figure of a run, in the order in which they were measured. */
final class Rounds {
    private final Map<Task, Map<Entrant, List<Figures>>> figures = new EnumMap<>(Task.class);

    /** Adds what one round gave. */
    void add(Task task, Entrant entrant, Figures round) {
        of(task).computeIfAbsent(entrant, key -> new ArrayList<>()).add(round);
    }

    /** Returns what each entrant's rounds of a task gave. */
    Map<Entrant, List<Figures>> of(Task task) {
        return figures.computeIfAbsent(task, key -> new EnumMap<>(Entrant.class));
    }

    /** Returns all figures of one kind. */
    double[] all(Task task, Entrant entrant, Metric metric) {
        return of(task).getOrDefault(entrant, List.of()).stream()
                .mapToDouble(round -> round.values().getOrDefault(metric, Double.NaN))
                .toArray();
    }

    /** Returns the median of all rounds, or nothing where there was none. */
    OptionalDouble median(Task task, Entrant entrant, Metric metric) {
        double[] sorted = all(task, entrant, metric);
        if (sorted.length < 1) {
            return OptionalDouble.empty();
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** Returns the best median of the peers, or nothing where no peer took part. */
    OptionalDouble bestPeer(Task task, Metric metric) {
        double[] medians = Arrays.stream(Entrant.values())
                .filter(Entrant::isPeer)
                .map(peer -> median(task, peer, metric))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        return metric.lowerIsBetter()
                ? Arrays.stream(medians).min()
                : Arrays.stream(medians).max();
    }

    /** Returns what is held against a bar's bound; not a number where something is missing. */
    double ratio(Bar bar) {
        double ours = median(bar.task(), bar.entrant(), bar.metric()).orElse(Double.NaN);
        Bar.Reference reference = bar.reference();
        if (reference instanceof Bar.Itself itself) {
            return ours - itself.minus();
        }
        OptionalDouble other = reference instanceof Bar.Other named
                ? median(bar.task(), named.entrant(), bar.metric())
                : bestPeer(bar.task(), bar.metric());
        return ours / other.orElse(Double.NaN);
    }
}
