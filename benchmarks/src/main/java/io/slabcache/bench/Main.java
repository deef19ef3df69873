package io.slabcache.bench;

import io.slabcache.bench.harness.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a suite, {@code SUITE [--quick] ...}; the files go to the directory {@code results} in the working directory. The
 * processes that a suite starts for its entrants run this too, {@code worker SUITE ENTRANT ...}.
 */
final class Main {
    private static final Path RESULTS = Path.of("results");

    private Main() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a suite must be named: suites="
                    + Suites.ALL.stream().map(Program::name).toList());
        }
        if (words.get(0).equals("worker")) {
            Suites.withEntrants(words.get(1)).work(words.get(2), words.subList(3, words.size()));
            System.exit(0);
        }
        Files.createDirectories(RESULTS);
        Suites.of(words.get(0)).run(words.subList(1, words.size()), RESULTS, System.out);
    }
}
