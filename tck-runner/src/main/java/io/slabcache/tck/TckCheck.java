package io.slabcache.tck;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints what runs of the TCK did, and fails unless it is what they should have done.
 *
 * <p>Arguments: {@code storeByReference=true|false}, {@code partial=true|false}, then a {@code name=directory} per run. A
 * run that wrote a file {@value #SKIPPED} instead of reports could not be made on this machine, for the reason in that
 * file: that is said, and fails only where {@code CI} is set to {@code true} in the environment.
 */
public final class TckCheck {

    /** In place of reports: why there are none. */
    static final String SKIPPED = "skipped.txt";

    private TckCheck() {}

    /**
     * Checks the runs named by the arguments.
     *
     * @param args see the class
     * @throws IOException if a report cannot be read
     * @throws IllegalStateException if a run is not what it should be; the message says why
     */
    public static void main(String[] args) throws IOException {
        check(List.of(args), "true".equals(System.getenv("CI")), System.out);
    }

    static void check(List<String> arguments, boolean mustRunAll, PrintStream out) throws IOException {
        Map<String, String> runs = new LinkedHashMap<>();
        for (String argument : arguments) {
            int separator = argument.indexOf('=');
            if (separator <= 0
                    || runs.put(argument.substring(0, separator), argument.substring(separator + 1)) != null) {
                throw new IllegalArgumentException(
                        "arguments must be name=value, each name once: argument=" + argument);
            }
        }
        boolean storeByReference = flag("storeByReference", runs.remove("storeByReference"));
        boolean partial = flag("partial", runs.remove("partial"));
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("at least one run must be named: arguments=" + arguments);
        }
        TckExpectation expectation = TckExpectation.of(storeByReference, partial);
        List<String> complaints = new ArrayList<>();
        for (Map.Entry<String, String> run : runs.entrySet()) {
            Path directory = Path.of(run.getValue());
            Path skipped = directory.resolve(SKIPPED);
            if (Files.exists(skipped)) {
                String reason = Files.readString(skipped).strip();
                out.println("JSR-107 TCK 1.1.1, " + run.getKey() + ": NOT RUN, " + reason);
                if (mustRunAll) {
                    complaints.add(run.getKey() + ": not run, " + reason);
                }
                continue;
            }
            TckReport report = Files.isDirectory(directory) ? TckReport.read(directory) : TckReport.NOTHING;
            out.println("JSR-107 TCK 1.1.1, " + run.getKey() + " (reports in " + directory + "):");
            expectation.summary(report).forEach(line -> out.println("  " + line));
            expectation.complaints(report).forEach(complaint -> complaints.add(run.getKey() + ": " + complaint));
        }
        if (!complaints.isEmpty()) {
            throw new IllegalStateException("the TCK did not pass:\n  " + String.join("\n  ", complaints));
        }
    }

    private static boolean flag(String name, @Nullable String value) {
        if ("true".equals(value) || "false".equals(value)) {
            return Boolean.parseBoolean(value);
        }
        throw new IllegalArgumentException(name + " must be true or false: " + name + "=" + value);
    }
}
