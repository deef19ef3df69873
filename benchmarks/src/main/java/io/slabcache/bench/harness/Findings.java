package io.slabcache.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param flags those of the measured JVMs, beside those that one of them cannot do without
 * @param table for the terminal and for the page of figures
 * @param ratios a line for each bar
 * @param more every figure, and how it was measured
 */
public record Findings(List<String> flags, List<String> table, List<String> ratios, Map<String, Object> more) {

    /** Prints table and lines, writes everything to its {@link ResultFile} and tells how long it took. */
    void publish(String suite, boolean quick, Instant begin, Duration budget, Path results, PrintStream out)
            throws IOException {
        table.forEach(out::println);
        ratios.forEach(out::println);
        Map<String, Object> json = Machine.results(suite, quick, begin);
        json.put("budgetSeconds", budget.toSeconds());
        json.put("flags", flags);
        json.put("ratios", ratios);
        json.put("table", table);
        json.putAll(more);
        Path file = ResultFile.of(results, suite);
        Files.writeString(file, Json.of(json));
        out.println("took " + text(Duration.between(begin, Instant.now())) + " of " + text(budget) + " planned");
        out.println("every figure: " + file.toAbsolutePath());
    }

    /** Returns the line that a run begins with. */
    static String announcement(String suite, boolean quick, Duration budget) {
        return "suite " + suite + ", " + (quick ? "quick" : "full") + " form: about " + text(budget) + " for all of it";
    }

    private static String text(Duration duration) {
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
