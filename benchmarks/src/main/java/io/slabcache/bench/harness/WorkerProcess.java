package io.slabcache.bench.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} in a process of its own. All of them have the same flags but those that an entrant needs. */
final class WorkerProcess implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+UseG1GC",
            // The other way of spymemcached prints everything.
            "-Dnet.spy.log.LoggerImpl=net.spy.memcached.compat.log.SLF4JLogger");

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param main the program, which passes {@code worker SUITE ENTRANT ...} on to {@link Worker}
     * @param suite the name of the suite
     * @param entrant whom it measures
     * @param surroundings what the entrant is told
     * @param log where it and the entrant log
     */
    WorkerProcess(Class<?> main, String suite, Entrant entrant, List<String> surroundings, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(entrant.flags());
        command.addAll(wantedFlags());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.add(Worker.ARGUMENT);
        command.add(suite);
        command.add(entrant.name());
        command.addAll(surroundings);
        File logFile = log.toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(logFile));
        builder.environment().putAll(entrant.environment());
        process = builder.start();
        requests = process.outputWriter();
        answers = process.inputReader();
    }

    /** Returns the flags that all have, the user's among them. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(wantedFlags());
        return flags;
    }

    private static List<String> wantedFlags() {
        String wanted = System.getenv("BENCHMARK_JVM_FLAGS");
        return wanted == null || wanted.isBlank()
                ? List.of()
                : List.of(wanted.strip().split(" +"));
    }

    /** Returns the identifier of the process. */
    long pid() {
        return process.pid();
    }

    /**
     * Runs a task.
     *
     * @param task the task
     * @param millis for how long
     * @return the figures
     * @throws IOException if it failed; the message says why
     */
    Figures run(Task task, long millis) throws IOException {
        requests.write("run " + task.name() + " " + millis + "\n");
        requests.flush();
        String answer = answers.readLine();
        if (answer != null && answer.startsWith(Worker.FIGURES)) {
            return Figures.ofLine(answer.substring(Worker.FIGURES.length()));
        }
        throw new IOException(answer == null ? "the process ended" : answer);
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
