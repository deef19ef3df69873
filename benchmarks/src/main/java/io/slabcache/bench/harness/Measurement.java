package io.slabcache.bench.harness;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A suite that is no list of tasks for entrants: it measures in a way of its own. */
public interface Measurement {
    /** Returns the suite's name. */
    String name();

    /** Returns the names of the parts that the command line can choose among; none for a suite that is run as a whole. */
    default List<String> parts() {
        return List.of();
    }

    /**
     * Returns about how long it takes on two processors: what it waits for, and what it does beside.
     *
     * @param quick in which form
     */
    Duration budget(boolean quick);

    /**
     * Measures.
     *
     * @param order what is wanted
     * @return what came out
     */
    Findings run(Order order) throws Exception;

    /**
     * What is wanted of a run.
     *
     * @param quick whether in the quick form
     * @param parts which parts, all if the command line does not say
     * @param results the directory for files, which exists
     * @param out where each figure goes as soon as it is there
     */
    record Order(boolean quick, Set<String> parts, Path results, PrintStream out) {}
}
