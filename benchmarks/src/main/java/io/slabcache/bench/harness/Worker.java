package io.slabcache.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of a process that measures one entrant. It does what the lines of its standard input say and answers each on
 * standard output, so that the process that started it can let entrants take turns.
 *
 * <p>{@code run TASK MILLIS} is answered by {@code figures NAME=VALUE ...} or {@code failed WHY}. The process ends with its
 * input.
 */
final class Worker {
    /** The first argument of the program that says that it is to be a worker. */
    static final String ARGUMENT = "worker";

    /** How an answer with figures begins. */
    static final String FIGURES = "figures ";

    /** How an answer about a failure begins. */
    static final String FAILED = "failed ";

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Suite suite;
    private final Entrant entrant;
    private final List<String> surroundings;
    private @Nullable Session session;

    Worker(Suite suite, Entrant entrant, List<String> surroundings) {
        this.suite = suite;
        this.entrant = entrant;
        this.surroundings = surroundings;
    }

    /** Serves until the input ends. */
    void serve() throws IOException {
        PrintStream answers = System.out;
        // Entrants that print must not write into the answers.
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(answer(line));
            answers.flush();
        }
    }

    private String answer(String line) {
        String[] words = line.split(" ");
        try {
            if (session == null) {
                session = entrant.open(surroundings);
            }
            return FIGURES
                    + session.run(suite.task(words[1]), Long.parseLong(words[2]))
                            .toLine();
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            LOG.error("task failed: line={}", line, e);
            return FAILED + e.toString().replace('\n', ' ');
        }
    }
}
