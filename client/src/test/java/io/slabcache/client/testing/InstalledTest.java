package io.slabcache.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** What becomes of tests whose programs are not installed, in virtual machines of their own that are told to find none. */
class InstalledTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "memcached, memcached is not installed: apt-get install memcached",
        "pymemcache, Python module pymemcache is not installed: apt-get install python3-pymemcache",
        "saslpasswd2, saslpasswd2 is not installed: apt-get install sasl2-bin",
        "libscram, SASL plug-in libscram is not installed: apt-get install libsasl2-modules"
    })
    void program_missing_testsAreSkippedAndOneLineSaysHowToInstallIt(String name, String told) throws Exception {
        List<String> output = run(name, "");
        assertThat(output).filteredOn(line -> line.equals("aborted " + told)).hasSize(3);
        assertThat(output)
                .filteredOn(line -> line.contains("TESTS SKIPPED, " + told))
                .hasSize(1);
        assertThat(output).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"memcached", "pymemcache", "saslpasswd2", "libscram"})
    void program_missingInContinuousIntegration_testsFail(String name) throws Exception {
        assertThat(run(name, "true")).hasSize(3).allMatch(line -> line.startsWith("failed "));
    }

    @Test
    void command_propertySaysWhereItIs_isFoundThere() throws Exception {
        Path shell = Path.of("/bin/sh");
        System.setProperty("slabcache.test.no-such-command", shell.toString());
        try {
            assertThat(Installed.command("no-such-command", "none")).isEqualTo(shell);
        } finally {
            System.clearProperty("slabcache.test.no-such-command");
        }
    }

    private List<String> run(String hidden, String continuousIntegration) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dslabcache.test." + hidden + "=/nonexistent",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName(),
                        hidden)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("CI", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        if (!continuousIntegration.isEmpty()) {
            builder.environment().put("CI", continuousIntegration);
        }
        Process process = builder.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            return new ArrayList<>(Files.readAllLines(output));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Asks for a program as three tests do. */
    static final class Asking {
        private Asking() {}

        /**
         * The program.
         *
         * @param arguments what to ask for
         */
        public static void main(String[] arguments) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (int i = 0; i < 3; i++) {
                try {
                    ask(arguments[0]);
                    out.println("found");
                } catch (TestAbortedException e) {
                    out.println("aborted " + e.getMessage());
                } catch (IllegalStateException e) {
                    out.println("failed " + e.getMessage());
                }
            }
        }

        private static void ask(String name) {
            switch (name) {
                case "memcached" -> RealMemcached.requireInstalled();
                case "pymemcache" -> Installed.pythonWith(name, "python3-pymemcache");
                case "saslpasswd2" -> Installed.command(name, "sasl2-bin");
                default -> Installed.requireSaslPlugin(name, "libsasl2-modules");
            }
        }
    }
}
