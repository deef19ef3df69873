package io.slabcache.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs a suite, {@code [--quick] [--tasks A,B] [--entrants A,B]}, or is the process of one of its entrants. Tasks that are
 * named may be any of the full suite.
 */
public final class SuiteProgram implements Program {
    /** Which suite of a name. */
    public enum Form {
        FULL,
        /** Some of the tasks of the full one, and less of them. */
        QUICK
    }

    private final String name;
    private final Class<?> main;
    private final Function<Form, Suite> suites;

    /**
     * Describes it.
     *
     * @param name the suite's
     * @param main the class that the processes of its entrants start; it calls {@link #work}
     * @param suites makes it
     */
    public SuiteProgram(String name, Class<?> main, Function<Form, Suite> suites) {
        this.name = name;
        this.main = main;
        this.suites = suites;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration budget(boolean quick) {
        return suite(quick ? Form.QUICK : Form.FULL).budget();
    }

    /** Returns one form of the suite. */
    public Suite suite(Form form) {
        return suites.apply(form);
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws Exception {
        Form form = Form.FULL;
        String tasks = "";
        String entrants = "";
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--quick" -> form = Form.QUICK;
                case "--tasks" -> tasks = following(words, word);
                case "--entrants" -> entrants = following(words, word);
                default -> throw new IllegalArgumentException("no such argument: argument=" + word);
            }
        }
        Suite suite = suite(form);
        suite = tasks.isEmpty() ? suite : tasks(suite.shape(), tasks);
        suite = entrants.isEmpty() ? suite : entrants(suite, entrants);
        new SuiteRun(suite, form == Form.QUICK, main, results, out).run();
    }

    private static String following(Iterator<String> words, String word) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("names must follow, with commas: argument=" + word);
        }
        return words.next();
    }

    private Suite tasks(Shape shape, String names) {
        Suite full = suite(Form.FULL);
        Set<Task> tasks = new LinkedHashSet<>();
        for (String task : names.split(",")) {
            tasks.add(full.task(task));
        }
        return full.withTasks(tasks).withShape(shape);
    }

    private static Suite entrants(Suite suite, String names) {
        Set<Entrant> entrants = new LinkedHashSet<>();
        for (String entrant : names.split(",")) {
            entrants.add(suite.entrant(entrant));
        }
        return suite.withEntrants(entrants::contains);
    }

    /**
     * Is the process of one entrant until its input ends.
     *
     * @param entrant the entrant's name
     * @param surroundings what it is told
     */
    public void work(String entrant, List<String> surroundings) throws IOException {
        Suite suite = suite(Form.FULL);
        new Worker(suite, suite.entrant(entrant), surroundings).serve();
    }
}
