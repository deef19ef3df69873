package io.slabcache.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as its reader does: in a process of its own, with the heap that the README names. */
class QuickstartIT {
    private static final long PATIENCE_SECONDS = 300;

    /** The first feature release that knows the option below. */
    private static final int UNSAFE_DENIABLE_SINCE = 23;

    private static final String UNSAFE_DENIED = "--sun-misc-unsafe-memory-access=deny";

    @TempDir
    Path directory;

    @Test
    void main_noArguments_doesTheJobAndReportsIt() throws Exception {
        Run run = run();

        assertThat(run.exitCode).as(run.toString()).isZero();
        assertThat(run.err).isEmpty();
        assertThat(run.out)
                .contains(
                        "io.slabcache.jcache.",
                        "Pride and Prejudice",
                        "300,000 entries",
                        "every value compared with the book",
                        "2 created, 1 updated, 1 removed, 1 expired",
                        "131,072 B",
                        "All values were right.")
                .doesNotContain("\u001b", "\r");
        assertThat(run.number("payload ([0-9,.]+) MiB")).isGreaterThan(512);
        assertThat(run.number("Java heap +([0-9,.]+) MiB")).isLessThan(128);
        assertThat(run.number("hit ratio +([0-9.]+) %")).isBetween(50.0, 100.0);
        assertThat(run.number("([0-9,]+) evictions")).isZero();
    }

    @Test
    void main_moreThreadsAndFewEntries_works() throws Exception {
        Run run = run("--entries", "1000", "--threads", "5", "--seconds", "1");

        assertThat(run.exitCode).as(run.toString()).isZero();
        assertThat(run.err).isEmpty();
        assertThat(run.out).contains("1,000 entries", "5 threads, 10,000 increments each, of one entry: 50,000");
    }

    /** Where the JVM lets nobody use {@code sun.misc.Unsafe} for memory, as later ones will without being told. */
    @Test
    void main_unsafeDenied_doesTheSameJob() throws Exception {
        List<String> options = Runtime.version().feature() < UNSAFE_DENIABLE_SINCE ? List.of() : List.of(UNSAFE_DENIED);
        Run run = run(options, "--entries", "1000", "--threads", "2", "--seconds", "1");

        assertThat(run.exitCode).as(run.toString()).isZero();
        assertThat(run.err).isEmpty();
        assertThat(run.out).contains("1,000 entries", "All values were right.");
    }

    @Test
    void main_onServers_doesTheSameJob() throws Exception {
        try (RealMemcached first = RealMemcached.start();
                RealMemcached second = RealMemcached.start()) {
            String servers = first.address() + "," + second.address();
            for (int i = 0; i < 2; i++) {
                Run run = run("--entries", "1000", "--threads", "2", "--seconds", "1", "--memcached", servers);

                assertThat(run.exitCode).as(run.toString()).isZero();
                assertThat(run.err).isEmpty();
                assertThat(run.out)
                        .contains(
                                "1,000 entries",
                                "2 threads, 10,000 increments each, of one entry: 20,000",
                                "2 created, 1 updated, 1 removed, 1 expired",
                                "servers      " + servers,
                                "All values were right.")
                        .doesNotContain("evictions");
            }
        }
    }

    @Test
    void main_serversNotSaidOrNotThere_saysSo() throws Exception {
        Run unsaid = run("--memcached");
        assertThat(unsaid.exitCode).isEqualTo(2);
        assertThat(unsaid.err).contains("memcached -l 127.0.0.1 -p 11211");

        Run malformed = run("--memcached", "a:b:c");
        assertThat(malformed.exitCode).isEqualTo(2);
        assertThat(malformed.err).contains("--memcached takes host:port");

        String nobody = "127.0.0.1:" + RealMemcached.freePort();
        Run absent = run("--memcached", nobody);
        assertThat(absent.exitCode).as(absent.toString()).isEqualTo(3);
        assertThat(absent.err).contains("node=" + nobody, "memcached -l 127.0.0.1 -p 11211");
    }

    @Test
    void main_badArgument_saysSoAndHowToUseIt() throws Exception {
        Run run = run("--entries", "x");

        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.out).isEmpty();
        assertThat(run.err)
                .isEqualToNormalizingNewlines(
                        "quickstart: --entries takes a whole number from 1 to 10000000, not 'x'\n\n"
                                + Arguments.usage());
    }

    @Test
    void main_help_printsUsage() throws Exception {
        Run run = run("--help");

        assertThat(run.exitCode).isZero();
        assertThat(run.out).isEqualToNormalizingNewlines(Arguments.usage());
        assertThat(run.err).isEmpty();
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    private Run run(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.addAll(options);
        command.add("-jar");
        command.add(System.getProperty("quickstart.jar", "target/quickstart.jar"));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "MEMCACHED"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ended within %d s", PATIENCE_SECONDS)
                    .isTrue();
            return new Run(process.exitValue(), read(out), read(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private record Run(int exitCode, String out, String err) {
        /** Returns the number that a pattern's first group captures in the output. */
        double number(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(out);
            assertThat(matcher.find()).as("%s in %s", pattern, out).isTrue();
            return Double.parseDouble(matcher.group(1).replace(",", ""));
        }
    }
}
