package io.slabcache.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.simple.SimpleLogger;

/**
 * Runs a suite: {@code SUITE [--quick] [--tasks A,B] [--entrants A,B]}, or {@link Faults}, {@code faults [--quick]}. Each entrant has a process of its own, all with the
 * same flags and servers; for each task they take turns, round by round. The figures go to {@code results/SUITE.json} in the
 * working directory.
 */
final class Main {
    private static final Shape QUICK = new Shape(1, 3, 1200, 1000);
    private static final Shape FULL = new Shape(3, 3, 3000, 2000);
    private static final int QUICK_FAULT_ROUNDS = 3;
    private static final long QUICK_FAULT_MILLIS = 2000;
    private static final int FAULT_ROUNDS = 9;
    private static final long FAULT_MILLIS = 4000;
    private static final Path RESULTS = Path.of("results");
    private static final int SERVERS = 3;

    private final Suite suite;
    private final Shape shape;
    private final Set<Entrant> entrants;
    private final PrintStream out;
    private final Rounds rounds = new Rounds();

    /**
     * How long a run takes.
     *
     * @param forks how often the processes are started anew
     * @param rounds how often each entrant is measured with one start
     * @param warmUpMillis how long each entrant runs a task before its first round
     * @param millis how long a round is
     */
    private record Shape(int forks, int rounds, long warmUpMillis, long millis) {}

    private Main(Suite suite, Shape shape, Set<Entrant> entrants, PrintStream out) {
        this.suite = suite;
        this.shape = shape;
        this.entrants = entrants;
        this.out = out;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1) {
            throw new IllegalArgumentException("a suite must be named: suites=" + Suites.NAMES);
        }
        if (arguments[0].equals(Faults.NAME)) {
            runFaults(arguments);
            return;
        }
        Suite suite = Suites.of(arguments[0]);
        Shape shape = FULL;
        Set<Entrant> entrants = EnumSet.allOf(Entrant.class);
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> shape = QUICK;
                case "--tasks" -> suite = only(suite, arguments[++i]);
                case "--entrants" -> {
                    entrants = EnumSet.noneOf(Entrant.class);
                    for (String name : arguments[++i].split(",")) {
                        entrants.add(Entrant.valueOf(name));
                    }
                }
                default -> throw new IllegalArgumentException("no such argument: argument=" + arguments[i]);
            }
        }
        new Main(suite, shape, entrants, System.out).run(RESULTS);
    }

    private static void runFaults(String[] arguments) throws Exception {
        boolean quick = arguments.length == 2 && arguments[1].equals("--quick");
        if (arguments.length > 1 && !quick) {
            throw new IllegalArgumentException("the suite faults takes --quick alone: argument=" + arguments[1]);
        }
        Files.createDirectories(RESULTS);
        System.setProperty(
                SimpleLogger.LOG_FILE_KEY, RESULTS.resolve(Faults.NAME + ".log").toString());
        int rounds = quick ? QUICK_FAULT_ROUNDS : FAULT_ROUNDS;
        new Faults(rounds, quick ? QUICK_FAULT_MILLIS : FAULT_MILLIS, System.out).run(RESULTS);
    }

    private static Suite only(Suite suite, String names) {
        Map<Task, Set<Entrant>> tasks = new EnumMap<>(Task.class);
        for (String name : names.split(",")) {
            Task task = Task.valueOf(name);
            tasks.put(task, suite.tasks().getOrDefault(task, Set.of()));
        }
        List<Bar> bars = suite.bars().stream()
                .filter(bar -> tasks.containsKey(bar.task()))
                .toList();
        return new Suite(suite.name(), tasks, bars);
    }

    private void run(Path directory) throws Exception {
        Instant begin = Instant.now();
        Files.createDirectories(directory);
        Path log = directory.resolve(suite.name() + ".log");
        Files.deleteIfExists(log);
        List<MemcachedServer> servers = new ArrayList<>();
        try {
            for (int i = 0; i < SERVERS; i++) {
                servers.add(MemcachedServer.start());
            }
            for (int fork = 0; fork < shape.forks(); fork++) {
                runFork(servers, log);
            }
        } finally {
            servers.forEach(MemcachedServer::close);
        }
        Report report = new Report(suite, rounds);
        report.table().forEach(out::println);
        report.ratios().forEach(out::println);
        Path results = directory.resolve(suite.name() + ".json");
        Files.writeString(results, Json.of(results(begin, report)));
        out.println("every figure: " + results.toAbsolutePath());
    }

    private void runFork(List<MemcachedServer> servers, Path log) throws IOException {
        Map<Entrant, WorkerProcess> workers = new EnumMap<>(Entrant.class);
        try {
            for (Entrant entrant : suite.entrants()) {
                if (entrants.contains(entrant)) {
                    workers.put(entrant, new WorkerProcess(entrant, servers, log));
                }
            }
            for (Map.Entry<Task, Set<Entrant>> entry : suite.tasks().entrySet()) {
                Map<Entrant, WorkerProcess> taking = new EnumMap<>(workers);
                taking.keySet().retainAll(entry.getValue());
                runTask(entry.getKey(), taking);
            }
        } finally {
            for (WorkerProcess worker : workers.values()) {
                worker.close();
            }
        }
    }

    private void runTask(Task task, Map<Entrant, WorkerProcess> workers) {
        for (int round = -1; round < shape.rounds(); round++) {
            for (Map.Entry<Entrant, WorkerProcess> entry : workers.entrySet()) {
                Entrant entrant = entry.getKey();
                try {
                    Figures figures = entry.getValue().run(task, round < 0 ? shape.warmUpMillis() : shape.millis());
                    if (round >= 0) {
                        rounds.add(task, entrant, figures);
                        out.println(task + " " + entrant + " " + figures.toLine());
                    }
                } catch (IOException e) {
                    out.println(task + " " + entrant + " " + e.getMessage());
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
        results.put("forks", shape.forks());
        results.put("roundsPerFork", shape.rounds());
        results.put("warmUpMillis", shape.warmUpMillis());
        results.put("roundMillis", shape.millis());
        results.put("ratios", report.ratios());
        Map<String, Object> tasks = new LinkedHashMap<>();
        suite.tasks().forEach((task, all) -> tasks.put(task.label(), figures(task, all)));
        results.put("tasks", tasks);
        return results;
    }

    private Map<String, Object> figures(Task task, Set<Entrant> all) {
        Map<String, Object> byEntrant = new LinkedHashMap<>();
        for (Entrant entrant : all) {
            Map<String, Object> byMetric = new LinkedHashMap<>();
            for (Metric metric : Metric.values()) {
                byMetric.put(metric.label(), rounds.all(task, entrant, metric));
            }
            byEntrant.put(entrant.label(), byMetric);
        }
        return byEntrant;
    }
}
