package io.slabcache.bench.harness;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the command line can run by name. */
public interface Program {
    /** Returns the name. */
    String name();

    /**
     * Returns about how long it takes on two processors.
     *
     * @param quick in which form
     */
    Duration budget(boolean quick);

    /**
     * Runs it, prints a line for each bar and writes every figure to its {@link ResultFile}.
     *
     * @param arguments what stands behind the name on the command line
     * @param results the directory for files, which exists
     * @param out where the lines go
     */
    void run(List<String> arguments, Path results, PrintStream out) throws Exception;
}
