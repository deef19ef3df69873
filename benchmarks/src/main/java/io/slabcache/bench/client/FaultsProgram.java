package io.slabcache.bench.client;

import io.slabcache.bench.harness.Program;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.simple.SimpleLogger;

/** Runs {@link Faults}, {@code [--quick]}. */
public final class FaultsProgram implements Program {
    private static final int QUICK_ROUNDS = 3;
    private static final long QUICK_MILLIS = 2000;
    private static final int FULL_ROUNDS = 9;
    private static final long FULL_MILLIS = 4000;

    @Override
    public String name() {
        return Faults.NAME;
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws Exception {
        boolean quick = arguments.equals(List.of("--quick"));
        if (!arguments.isEmpty() && !quick) {
            throw new IllegalArgumentException("the suite faults takes --quick alone: arguments=" + arguments);
        }
        System.setProperty(
                SimpleLogger.LOG_FILE_KEY, results.resolve(Faults.NAME + ".log").toString());
        new Faults(quick ? QUICK_ROUNDS : FULL_ROUNDS, quick ? QUICK_MILLIS : FULL_MILLIS, out).run(results);
    }
}
