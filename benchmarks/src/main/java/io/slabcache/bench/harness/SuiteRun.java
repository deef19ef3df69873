package io.slabcache.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of a suite. Each entrant has a process of its own; for each task they take turns, round by round. The figures go
 * to its {@link ResultFile}.
 */
final class SuiteRun {
    private final Suite suite;
    private final boolean quick;
    private final Class<?> main;
    private final Path directory;
    private final PrintStream out;
    private final Rounds rounds = new Rounds();

    SuiteRun(Suite suite, boolean quick, Class<?> main, Path directory, PrintStream out) {
        this.suite = suite;
        this.quick = quick;
        this.main = main;
        this.directory = directory;
        this.out = out;
    }

    void run() throws Exception {
        Instant begin = Instant.now();
        Duration budget = suite.budget();
        out.println(Findings.announcement(suite.name(), quick, budget));
        Path log = directory.resolve(suite.name() + ".log");
        Files.deleteIfExists(log);
        try (Surroundings.Open surroundings = suite.surroundings().open()) {
            for (int fork = 0; fork < suite.shape().forks(); fork++) {
                runFork(surroundings.arguments(), log);
            }
        }
        Report report = new Report(suite, rounds);
        new Findings(WorkerProcess.flags(), report.table(), report.ratios(), figures())
                .publish(suite.name(), quick, begin, budget, directory, out);
    }

    private void runFork(List<String> surroundings, Path log) throws IOException {
        Map<Entrant, WorkerProcess> workers = new LinkedHashMap<>();
        try {
            for (Entrant entrant : suite.entrants()) {
                workers.put(entrant, new WorkerProcess(main, suite.name(), entrant, surroundings, log));
            }
            for (Task task : suite.tasks().keySet()) {
                runTask(task, workers);
            }
        } finally {
            for (WorkerProcess worker : workers.values()) {
                worker.close();
            }
        }
    }

    private void runTask(Task task, Map<Entrant, WorkerProcess> workers) {
        Shape shape = suite.shape();
        for (int round = -1; round < shape.rounds(); round++) {
            for (Entrant entrant : suite.entrants(task)) {
                try {
                    Figures figures = workers.get(entrant).run(task, round < 0 ? shape.warmUpMillis() : shape.millis());
                    if (round >= 0) {
                        rounds.add(task, entrant, figures);
                        out.println(task.name() + " " + entrant.name() + " " + figures.toLine());
                    }
                } catch (IOException e) {
                    out.println(task.name() + " " + entrant.name() + " " + e.getMessage());
                }
            }
        }
    }

    private Map<String, Object> figures() {
        Shape shape = suite.shape();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("forks", shape.forks());
        figures.put("roundsPerFork", shape.rounds());
        figures.put("warmUpMillis", shape.warmUpMillis());
        figures.put("roundMillis", shape.millis());
        figures.put(
                "method",
                String.format(
                        Locale.ROOT,
                        "medians of %d rounds of %.1f s, by turns; JVMs started %d times, %.1f s of warm-up each",
                        shape.forks() * shape.rounds(),
                        shape.millis() / 1e3,
                        shape.forks(),
                        shape.warmUpMillis() / 1e3));
        Map<String, Object> flags = new LinkedHashMap<>();
        suite.entrants().forEach(entrant -> flags.put(entrant.label(), flags(entrant)));
        figures.put("flagsOfEach", flags);
        figures.put("order", suite.entrants().stream().map(Entrant::label).toList());
        Map<String, Object> tasks = new LinkedHashMap<>();
        suite.tasks().keySet().forEach(task -> tasks.put(task.label(), figures(task)));
        figures.put("tasks", tasks);
        return figures;
    }

    /** What its JVM is started with, environment first, as on a command line. */
    private static List<String> flags(Entrant entrant) {
        List<String> flags = new ArrayList<>();
        new TreeMap<>(entrant.environment()).forEach((name, value) -> flags.add(name + "=" + value));
        flags.addAll(entrant.flags());
        return flags;
    }

    private Map<String, Object> figures(Task task) {
        Map<String, Object> byEntrant = new LinkedHashMap<>();
        for (Entrant entrant : suite.entrants(task)) {
            Map<String, Object> byMetric = new LinkedHashMap<>();
            for (Metric metric : suite.metrics()) {
                byMetric.put(metric.label(), rounds.all(task, entrant, metric));
            }
            byEntrant.put(entrant.label(), byMetric);
        }
        return byEntrant;
    }
}
