package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar as a process of its own. */
@Timeout(120)
class ServerJarIT {
    private static final Pattern PORT = Pattern.compile("listening: addresses=\\[[^\\]]*:(\\d+)]");

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("server.jar", "target/slabcache-server.jar")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void jar_started_servesAndStopsOnSigterm(String transport) throws Exception {
        Process process = start("-p", "0", "-m", "64", "-t", "2", "--transport", transport);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            int port = 0;
            while (port == 0) {
                String line = output.readLine();
                assertThat(line).as("output so far: %s", lines).isNotNull();
                lines.add(line);
                Matcher matcher = PORT.matcher(line);
                port = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
            }
            try (Wire wire = new Wire(port)) {
                wire.send(Wire.request(0x11, 0, "0000000000000000", "k", "v"));
                wire.send(Wire.request(0x0d, 0, "", "k", ""));
                assertThat(wire.answers()).endsWith(Wire.text("kv"));
            }
            // not process.destroy(), which closes its output too
            process.toHandle().destroy();
            output.lines().forEach(lines::add);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // 128 + SIGTERM
            assertThat(process.exitValue()).isEqualTo(143);
            // the memory library's use of sun.misc.Unsafe is the one that is known
            assertThat(lines)
                    .filteredOn(line -> line.contains("WARN")
                            && !line.contains("sun.misc.Unsafe")
                            && !line.contains("UnsafeMemory")
                            && !line.contains("net.openhft"))
                    .isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void jar_mistake_endsWithCodeTwo() throws Exception {
        Process process = start("-l", "0.0.0.0");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output).contains("--insecure");
    }
}
