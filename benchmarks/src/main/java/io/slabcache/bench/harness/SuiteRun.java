package io.slabcache.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a suite. Each entrant has a process of its own; for each task they take turns, round by round. The figures go
 * to {@code SUITE.json} in a directory.
 */
final class SuiteRun {
    private final Suite suite;
    private final Class<?> main;
    private final Path directory;
    private final PrintStream out;
    private final Rounds rounds = new Rounds();

    SuiteRun(Suite suite, Class<?> main, Path directory, PrintStream out) {
        this.suite = suite;
        this.main = main;
        this.directory = directory;
        this.out = out;
    }

    void run() throws Exception {
        Instant begin = Instant.now();
        Path log = directory.resolve(suite.name() + ".log");
        Files.deleteIfExists(log);
        try (Surroundings.Open surroundings = suite.surroundings().open()) {
            for (int fork = 0; fork < suite.shape().forks(); fork++) {
                runFork(surroundings.arguments(), log);
            }
        }
        Report report = new Report(suite, rounds);
        report.table().forEach(out::println);
        report.ratios().forEach(out::println);
        Path results = directory.resolve(suite.name() + ".json");
        Files.writeString(results, Json.of(results(begin, report)));
        out.println("every figure: " + results.toAbsolutePath());
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

    private Map<String, Object> results(Instant begin, Report report) {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("suite", suite.name());
        results.put("begin", begin);
        results.put("end", Instant.now());
        results.put("processors", Runtime.getRuntime().availableProcessors());
        results.put("java", Runtime.version());
        results.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        results.put("forks", suite.shape().forks());
        results.put("roundsPerFork", suite.shape().rounds());
        results.put("warmUpMillis", suite.shape().warmUpMillis());
        results.put("roundMillis", suite.shape().millis());
        results.put("ratios", report.ratios());
        Map<String, Object> tasks = new LinkedHashMap<>();
        suite.tasks().keySet().forEach(task -> tasks.put(task.label(), figures(task)));
        results.put("tasks", tasks);
        return results;
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
