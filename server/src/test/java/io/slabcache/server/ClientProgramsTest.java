package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.Installed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that others have written for memcached, with a node in memcached's place. */
@Timeout(120)
class ClientProgramsTest {
    private static final String TOOLS = "libmemcached-tools";
    private static final long PATIENCE_SECONDS = 100;

    private static @Nullable MemcachedServer server;

    @TempDir
    private @Nullable Path directory;

    private record Outcome(int code, String output) {}

    @BeforeAll
    static void startServer() throws IOException {
        server = MemcachedServer.start(ServerSettings.builder().port(0).build());
    }

    @AfterAll
    static void stopServer() {
        Objects.requireNonNull(server).close();
    }

    private static String port() {
        return Integer.toString(Objects.requireNonNull(server).port());
    }

    private Outcome run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = Objects.requireNonNull(directory).resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(Objects.requireNonNull(directory).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(command + " must end")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    }

    private Outcome tool(String name, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--servers=127.0.0.1:" + port()));
        all.addAll(List.of(arguments));
        return run(Installed.command(name, TOOLS), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"-a, 27", "-b, 27"})
    void memccapable_allChecks_pass(String protocol, int checks) throws IOException, InterruptedException {
        Outcome outcome = run(
                Installed.command("memccapable", TOOLS), "-h", "127.0.0.1", "-p", port(), "-t", "20", "-v", protocol);
        assertThat(outcome.output())
                .contains("All tests passed")
                .doesNotContain("FAIL")
                .satisfies(output -> assertThat(output.lines().filter(line -> line.contains("[pass]")))
                        .hasSize(checks));
    }

    @Test
    void pythonTutorials_everyClientOfDebians_runAsAgainstMemcached() throws IOException, InterruptedException {
        Installed.pythonWith("pylibmc", "python3-pylibmc");
        Installed.pythonWith("memcache", "python3-memcache");
        Path python = Installed.pythonWith("pymemcache", "python3-pymemcache");
        Path script = Objects.requireNonNull(directory).resolve("tutorial.py");
        try (InputStream in = ClientProgramsTest.class.getResourceAsStream("tutorial.py")) {
            Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
        }
        Outcome outcome = run(python, script.toString(), port());
        assertThat(outcome.output()).isEqualTo("all well\n");
        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--verbose", "--binary"})
    void tools_ofAFile_storeAndFindIt(String option) throws IOException, InterruptedException {
        Path file = Objects.requireNonNull(directory).resolve("afile");
        Files.writeString(file, "some text");
        assertThat(tool("memcflush").code()).isZero();
        assertThat(tool("memccp", option, file.toString()).code()).isZero();
        assertThat(tool("memccat", option, "afile").output()).contains("some text");
        assertThat(tool("memcexist", option, "afile").code()).isZero();
        assertThat(tool("memcexist", option, "bfile").code()).isNotZero();
        assertThat(tool("memctouch", option, "--expire=100", "afile").code()).isZero();
        assertThat(tool("memcdump").output()).contains("afile");
        assertThat(tool("memcrm", option, "afile").code()).isZero();
        assertThat(tool("memccat", option, "afile").code()).isNotZero();
    }

    @Test
    void tools_ofTheServer_findItAlive() throws IOException, InterruptedException {
        assertThat(tool("memcping").code()).isZero();
        assertThat(tool("memcstat").output()).contains("version: 1.6.").contains("curr_items: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--non-blocking", "--binary"})
    void memcslap_sets_allAreStored(String option) throws IOException, InterruptedException {
        assertThat(tool("memcflush").code()).isZero();
        Outcome outcome = tool("memcslap", option, "--concurrency=4", "--execute-number=500", "--test=set");
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(tool("memcstat").output()).containsPattern("curr_items: [1-9][0-9]{2,}");
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "16, ''", "1, -B", "16, -B"})
    void memcaslap_valuesVerified_noneIsWrong(int gets, String binary) throws IOException, InterruptedException {
        Path program = Installed.command("memcaslap", TOOLS);
        List<String> arguments = new ArrayList<>(List.of(
                "-s", "127.0.0.1:" + port(), "-x", "20000", "-c", "8", "-T", "1", "-v", "1.0", "-d", "" + gets));
        if (!binary.isEmpty()) {
            arguments.add(binary);
        }
        Outcome outcome = run(program, arguments.toArray(String[]::new));
        assertThat(outcome.output())
                .contains("verify_misses: 0")
                .contains("verify_failed: 0")
                .contains("Ops: 20000");
    }
}
