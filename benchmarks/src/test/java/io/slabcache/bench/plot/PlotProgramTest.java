package io.slabcache.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.bench.harness.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotProgramTest {
    @TempDir
    Path directory;

    @Test
    void replaced_textWithComments_changesWhatIsBetween() {
        String text = "above\n<!-- begin gc -->\nold\n<!-- end gc -->\nbelow\n";

        assertThat(PlotProgram.replaced(text, "gc", List.of("new", "")))
                .isEqualTo("above\n<!-- begin gc -->\nnew\n<!-- end gc -->\nbelow\n");
    }

    @Test
    void replaced_textWithout_addsASection() {
        assertThat(PlotProgram.replaced("above\n", "gc", List.of("new", "")))
                .isEqualTo("above\n\n## gc\n\n<!-- begin gc -->\nnew\n<!-- end gc -->\n");
    }

    @Test
    void run_resultsOfASuite_writesItsTableAndPlots() throws Exception {
        Path results = Files.createDirectory(directory.resolve("results"));
        Files.writeString(
                results.resolve("gc.json"),
                Json.of(Map.of(
                        "suite", "gc",
                        "form", "quick",
                        "ratios", List.of("ratio gc.p999 1.000 bar 1.1 PASS"),
                        "table", List.of("| store |", "|---|", "| slabcache |"),
                        "order", List.of("slabcache"),
                        "entrants", Map.of("slabcache", Map.of("p50Micros", 1.5, "p99.9Micros", 20.0)))));
        Path page = Files.writeString(directory.resolve("page.md"), "# Figures\n");

        new PlotProgram()
                .run(
                        List.of(page.toString()),
                        results,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(page)
                .content()
                .contains("The last run: quick", "ratio gc.p999 1.000", "| slabcache |", "](plots/gc-latency.svg)");
        assertThat(directory.resolve("plots/gc-latency.svg")).content().contains("<svg", "</svg>");
    }
}
