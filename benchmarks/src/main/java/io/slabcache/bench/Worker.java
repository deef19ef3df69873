package io.slabcache.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    /** How an answer with figures begins. */
    static final String FIGURES = "figures ";

    /** How an answer about a failure begins. */
    static final String FAILED = "failed ";

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Entrant entrant;
    private final List<InetSocketAddress> servers;
    private @Nullable Contestant contestant;
    private int nodes;

    private Worker(Entrant entrant, List<InetSocketAddress> servers) {
        this.entrant = entrant;
        this.servers = servers;
    }

    /** Takes the entrant's name and the servers' ports. */
    public static void main(String[] arguments) throws IOException {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            servers.add(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[i])));
        }
        PrintStream answers = System.out;
        // Clients that print must not write into the answers.
        System.setOut(System.err);
        new Worker(Entrant.valueOf(arguments[0]), servers).serve(answers);
        System.exit(0);
    }

    private void serve(PrintStream answers) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(answer(line));
            answers.flush();
        }
    }

    private String answer(String line) {
        String[] words = line.split(" ");
        try {
            Task task = Task.valueOf(words[1]);
            return FIGURES
                    + new Load(contestant(task.nodes()), task)
                            .run(Long.parseLong(words[2]))
                            .toLine();
        } catch (Exception e) {
            LOG.error("task failed: line={}", line, e);
            return FAILED + e.toString().replace('\n', ' ');
        }
    }

    private Contestant contestant(int wantedNodes) throws Exception {
        if (contestant == null || nodes != wantedNodes) {
            if (contestant != null) {
                contestant.close();
                contestant = null;
            }
            Contestant opened = entrant.open(servers.subList(0, wantedNodes));
            opened.prepare();
            contestant = opened;
            nodes = wantedNodes;
        }
        return contestant;
    }
}
