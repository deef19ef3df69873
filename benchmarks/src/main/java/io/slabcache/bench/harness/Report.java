package io.slabcache.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** What a run prints: a table of medians, and a line for each bar. */
final class Report {
    private final Suite suite;
    private final Rounds rounds;

    Report(Suite suite, Rounds rounds) {
        this.suite = suite;
        this.rounds = rounds;
    }

    /** Returns the table: a row for each entrant of each task. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "| %-32s | %-26s |", "task", "medians of"));
        StringBuilder rule = new StringBuilder("|---|---|");
        for (Metric metric : suite.metrics()) {
            head.append(' ')
                    .append(metric.label())
                    .append(metric.lowerIsBetter() ? " (lower is better) |" : " (higher is better) |");
            rule.append("---|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        suite.tasks().forEach((task, entrants) -> addRows(lines, task, entrants));
        return lines;
    }

    private void addRows(List<String> lines, Task task, Set<? extends Entrant> entrants) {
        for (Entrant entrant : entrants) {
            StringBuilder line =
                    new StringBuilder(String.format(Locale.ROOT, "| %-32s | %-26s |", task.label(), entrant.label()));
            for (Metric metric : suite.metrics()) {
                OptionalDouble median = rounds.median(task, entrant, metric);
                line.append(String.format(
                        Locale.ROOT, " %10s |", median.isPresent() ? figure(median.getAsDouble()) : "failed"));
            }
            lines.add(line.toString());
        }
    }

    /** Returns a line for each bar. */
    List<String> ratios() {
        return suite.bars().stream().map(this::ratio).toList();
    }

    private String ratio(Bar bar) {
        double ratio = rounds.ratio(bar);
        String named = suite.name() + "." + bar.name() + " "
                + (bar.reference() instanceof Bar.Itself ? figure(ratio) : String.format(Locale.ROOT, "%.3f", ratio));
        if (!bar.isBinding()) {
            return "figure " + named;
        }
        return "ratio " + named + " bar " + plain(bar.bound()) + " " + (bar.isReached(ratio) ? "PASS" : "FALLS_SHORT");
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
