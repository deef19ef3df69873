package io.slabcache.bench.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Every figure of a run, in the order in which they were measured. */
final class Rounds {
    private final Map<Task, Map<Entrant, List<Figures>>> figures = new LinkedHashMap<>();

    /** Adds what one round gave. */
    void add(Task task, Entrant entrant, Figures round) {
        of(task).computeIfAbsent(entrant, key -> new ArrayList<>()).add(round);
    }

    /** Returns what each entrant's rounds of a task gave. */
    Map<Entrant, List<Figures>> of(Task task) {
        return figures.computeIfAbsent(task, key -> new LinkedHashMap<>());
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

    /** Returns the best median of some entrants, or nothing where none of them took part. */
    OptionalDouble best(Task task, Collection<? extends Entrant> entrants, Metric metric) {
        double[] medians = entrants.stream()
                .map(entrant -> median(task, entrant, metric))
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
        if (bar.reference() instanceof Bar.Itself itself) {
            return ours - itself.minus();
        }
        return ours / reference(bar).orElse(Double.NaN);
    }

    private OptionalDouble reference(Bar bar) {
        Bar.Reference reference = bar.reference();
        Metric metric = bar.metric();
        if (reference instanceof Bar.Other other) {
            return median(bar.task(), other.entrant(), metric);
        }
        if (reference instanceof Bar.OtherTask other) {
            return median(other.task(), bar.entrant(), metric);
        }
        if (reference instanceof Bar.BestOf some) {
            boolean all = some.entrants().stream()
                    .allMatch(entrant -> median(bar.task(), entrant, metric).isPresent());
            return !all ? OptionalDouble.empty() : best(bar.task(), some.entrants(), metric);
        }
        List<Entrant> peers =
                of(bar.task()).keySet().stream().filter(Entrant::isPeer).toList();
        return best(bar.task(), peers, metric);
    }
}
