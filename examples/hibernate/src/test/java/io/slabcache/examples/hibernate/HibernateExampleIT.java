package io.slabcache.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as its reader does. Its configuration is inside the jar there. */
class HibernateExampleIT {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void main_noArguments_asksTheDatabaseOnce() throws Exception {
        Run run = run("");

        assertThat(run.exitCode).as(run.toString()).isZero();
        assertThat(run.out)
                .contains("Hibernate " + System.getProperty("expected.hibernate.version"), "slabcache-embedded.conf");
        assertThat(statements(run, 1)).isPositive();
        assertThat(statements(run, 2)).isZero();
    }

    @Test
    void main_onServersTwice_findsWhatTheFirstProcessCached() throws Exception {
        try (RealMemcached server = RealMemcached.start()) {
            String address = server.address().toString();

            Run first = run(address, "memcached");
            assertThat(first.exitCode).as(first.toString()).isZero();
            assertThat(statements(first, 1)).isPositive();
            assertThat(statements(first, 2)).isZero();

            // The second process has a new database, filled with the same rows.
            Run second = run(address, "memcached");
            assertThat(second.exitCode).as(second.toString()).isZero();
            assertThat(statements(second, 1)).isZero();
            assertThat(statements(second, 2)).isZero();
        }
    }

    @Test
    void main_serversNotSaidOrArgumentUnknown_saysSo() throws Exception {
        Run unsaid = run("", "memcached");
        assertThat(unsaid.exitCode).isEqualTo(2);
        assertThat(unsaid.err).contains("MEMCACHED=127.0.0.1:11211 java -jar hibernate.jar memcached");

        Run unknown = run("", "servers");
        assertThat(unknown.exitCode).isEqualTo(2);
        assertThat(unknown.err).contains("usage: java -jar hibernate.jar [memcached]");
    }

    private static long statements(Run run, int round) {
        String row = run.out
                .lines()
                .filter(line -> line.startsWith("    " + round + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no round " + round + ": " + run));
        return Long.parseLong(row.strip().split(" +", 3)[1]);
    }

    private Run run(String servers, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:TieredStopAtLevel=1"); // Starts sooner; it does not run for long.
        command.add("-jar");
        command.add(System.getProperty("example.jar", "target/hibernate.jar"));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "MEMCACHED"));
        if (!servers.isEmpty()) {
            builder.environment().put("MEMCACHED", servers);
        }
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

    private record Run(int exitCode, String out, String err) {}
}
