package io.slabcache.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.bench.harness.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlotProgramTest {
    @TempDir
    Path directory;

    @Test
    void run_resultsOfTwoJavas_haveASectionAndPlotsEach() throws Exception {
        Path results = Files.createDirectory(directory.resolve("results"));
        write(results, "scale-jdk17", "17.0.15+6-Debian (Debian)", "2026-11-23T03:00:00Z");
        write(results, "scale-jdk25", "25.0.3+9-LTS (Adoptium)", "2026-11-23T04:00:00Z");

        Path page = plot(results);

        assertThat(page)
                .content()
                .containsSubsequence(
                        "### Java 17",
                        "2026-11-23T03",
                        "scale-operations-jdk17.svg",
                        "### Java 25",
                        "2026-11-23T04",
                        "scale-operations-jdk25.svg");
        assertPlot("scale-operations-jdk17.svg");
        assertPlot("scale-operations-jdk25.svg");
    }

    @Test
    void run_twoResultsOfOneJava_takesTheLater() throws Exception {
        Path results = Files.createDirectory(directory.resolve("results"));
        write(results, "scale-jdk17", "17.0.15 (Debian)", "2026-11-23T05:00:00.5Z");
        // as files were called before
        write(results, "scale", "17.0.15 (Debian)", "2026-11-23T05:00:00Z");

        assertThat(plot(results)).content().containsOnlyOnce("The last run").contains("2026-11-23T05:00:00.5Z");
    }

    private static void write(Path results, String name, String java, String begin) throws IOException {
        Map<String, Object> json = Map.of(
                "suite",
                "scale",
                "java",
                java,
                "begin",
                begin,
                "order",
                List.of("slabcache"),
                "tasks",
                Map.of("1 thread", Map.of("slabcache", Map.of("operations/s", List.of(1.0)))));
        Files.writeString(results.resolve(name + ".json"), Json.of(json));
    }

    @Test
    void run_resultsOfPauses_writesTheirTableAndPlots() throws Exception {
        Path page = plotted(
                "gc",
                Map.of(
                        "flags", List.of("-Xmx1g", "-XX:+UseG1GC"),
                        "versions", Map.of("OHC", "0.7.4"),
                        "order", List.of("slabcache"),
                        "entrants", Map.of("slabcache", Map.of("p50Micros", 1.5, "p99.9Micros", 20.0))));

        assertThat(page)
                .content()
                .contains("The last run: quick", "`-Xmx1g -XX:+UseG1GC`", "OHC 0.7.4", "](plots/gc-latency-jdk17.svg)");
        assertPlot("gc-latency-jdk17.svg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "jcache", "client", "remote"})
    void run_resultsOfTasks_comparesWithTheFirst(String suite) throws Exception {
        Path page = plotted(
                suite,
                Map.of(
                        "method", "medians of 3 rounds",
                        "flagsOfEach", Map.of("OHC", List.of("-Xms3g"), "slabcache", List.of("-Xms3g")),
                        "order", List.of("slabcache", "OHC"),
                        "tasks",
                                Map.of(
                                        "get, 2 threads",
                                        Map.of(
                                                "slabcache", Map.of("operations/s", List.of(4.0, 2.0, 3.0)),
                                                "OHC", Map.of("operations/s", List.of(1.0))))));

        assertThat(page).content().contains("Method: medians of 3 rounds.", "`-Xms3g`", "| slabcache |");
        assertPlot(suite + "-operations-1-jdk17.svg");
    }

    @Test
    void run_resultsOfThreads_drawsALine() throws Exception {
        plotted(
                "scale",
                Map.of(
                        "order", List.of("slabcache"),
                        "tasks", Map.of("1 thread", Map.of("slabcache", Map.of("operations/s", List.of(1.0, 2.0))))));

        assertPlot("scale-operations-jdk17.svg");
    }

    @Test
    void run_resultsOfFaults_drawsTheSurvivors() throws Exception {
        plotted("faults", Map.of("survivorP99Micros", Map.of("WELL", List.of(300.0), "KILLED", List.of(310.0))));

        assertPlot("faults-survivors-jdk17.svg");
    }

    @Test
    void run_resultsOfMemory_drawsEachNumberOfEntries() throws Exception {
        plotted(
                "memory",
                Map.of(
                        "rows",
                        List.of(Map.of(
                                "entrant", "slabcache", "shape", "8 + 32 B", "wanted", 5, "overheadPerEntry", 40.5))));

        assertPlot("memory-5-jdk17.svg");
    }

    @Test
    void run_resultsOfHitRatios_drawsSizesAndSequences() throws Exception {
        plotted(
                "hitratio",
                Map.of(
                        "order", List.of("slabcache"),
                        "runs",
                                List.of(Map.of(
                                        "room",
                                        "equal bytes",
                                        "share",
                                        0.1,
                                        "workload",
                                        "loop",
                                        "hitRatios",
                                        Map.of("slabcache", 0.5)))));

        assertPlot("hitratio-equal-bytes-by-size-jdk17.svg");
        assertPlot("hitratio-equal-bytes-by-sequence-jdk17.svg");
    }

    @Test
    void run_resultsOfServers_drawsWhatBothWereLoadedWith() throws Exception {
        plotted(
                "server",
                Map.of(
                        "rows",
                        Map.of(
                                "unpipelined-binary",
                                Map.of(
                                        "slabcache", Map.of("cpuMicrosPerOperation", List.of(5.0)),
                                        "memcached", Map.of("cpuMicrosPerOperation", List.of(4.0, 5.0))),
                                "allocation-get-binary",
                                Map.of("slabcache", Map.of("cpuMicrosPerOperation", List.of(5.0))))));

        assertPlot("server-cpu-jdk17.svg");
    }

    /** Returns the page after the program has read what a suite wrote, with ratios and a table. */
    private Path plotted(String suite, Map<String, Object> own) throws Exception {
        Map<String, Object> json = new HashMap<>(own);
        json.put("suite", suite);
        json.put("form", "quick");
        json.put("java", "17.0.15+6 (Debian)");
        json.put("ratios", List.of("ratio " + suite + ".p999 1.000 bar 1.1 PASS"));
        json.put("table", List.of("| store |", "|---|", "| slabcache |"));
        Path results = Files.createDirectory(directory.resolve("results"));
        Files.writeString(results.resolve(suite + ".json"), Json.of(json));
        Path page = plot(results);
        assertThat(page).content().contains("ratio " + suite + ".p999 1.000", "| slabcache |");
        return page;
    }

    private Path plot(Path results) throws IOException {
        Path page = Files.writeString(directory.resolve("page.md"), "# Figures\n");
        new PlotProgram()
                .run(
                        List.of(page.toString()),
                        results,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        return page;
    }

    /** Texts are drawn as their outlines, so there is no reading them. */
    private void assertPlot(String name) {
        assertThat(directory.resolve("plots").resolve(name)).content().contains("<svg", "<path", "</svg>");
    }
}
