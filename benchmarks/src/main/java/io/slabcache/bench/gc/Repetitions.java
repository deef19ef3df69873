package io.slabcache.bench.gc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one store's repetitions gave, and what is made of them. */
final class Repetitions {
    /** The figure of which the greatest counts: that nothing took longer is not told by a median. */
    static final String LONGEST_PAUSE = "longestPauseMillis";

    private final List<Map<String, Double>> figures = new ArrayList<>();

    /** Returns a list from another element on, with those before it at the end: who goes first is nobody's advantage. */
    static <T> List<T> rotated(List<T> list, int by) {
        List<T> rotated = new ArrayList<>(list);
        Collections.rotate(rotated, -by);
        return rotated;
    }

    void add(Map<String, Double> repetition) {
        figures.add(repetition);
    }

    /** Returns the figures of each in their order. */
    List<Map<String, Double>> all() {
        return List.copyOf(figures);
    }

    /** Returns the median of each figure, but of the longest pause the longest. */
    Map<String, Double> summary() {
        Map<String, List<Double>> byName = new LinkedHashMap<>();
        figures.forEach(repetition -> repetition.forEach((name, value) ->
                byName.computeIfAbsent(name, key -> new ArrayList<>()).add(value)));
        Map<String, Double> summary = new LinkedHashMap<>();
        byName.forEach((name, values) ->
                summary.put(name, name.equals(LONGEST_PAUSE) ? Collections.max(values) : median(values)));
        return summary;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
