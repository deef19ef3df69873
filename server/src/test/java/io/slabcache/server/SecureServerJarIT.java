package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar with TLS, users and metrics, as an administrator uses it, and how it stops. */
@Timeout(120)
class SecureServerJarIT {
    private static final String NO_EXTRAS = "0000000000000000";
    private static final int SIGTERM_EXIT = 143;

    @TempDir
    private Path directory;

    private void user(String input, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "user";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try (ServerProcess process = ServerProcess.start(all)) {
            process.input(input);
            assertThat(process.exitValue()).as("%s", process.lines).isZero();
        }
    }

    @Test
    void jar_tlsUsersAndMetrics_allTogether() throws Exception {
        TestKeys keys = TestKeys.create("node", "EC");
        TlsSettings tls = keys.write(directory);
        String users = directory.resolve("users").toString();
        user("sesame one\n", "add", "-f", users, "alice");
        try (ServerProcess process = ServerProcess.start(
                "-p",
                "0",
                "-l",
                "0.0.0.0",
                "--http",
                "0",
                "-Y",
                users,
                "--admin-users",
                "bob",
                "--tls-cert",
                tls.certificateChain().toString(),
                "--tls-key",
                tls.privateKey().toString())) {
            int port = process.port();
            int httpPort = Integer.parseInt(process.await(Pattern.compile("HTTP: address=.*:(\\d+)")));
            try (Wire wire = new Wire(port, keys.client(null))) {
                wire.send(request(0x21, 0, "", "PLAIN", "\0alice\0sesame one")
                        + request(0x11, 0, NO_EXTRAS, "k", "v")
                        + request(0x0d, 0, "", "k", "")
                        + request(0x08, 0, "", "", ""));
                assertThat(wire.answers())
                        .startsWith(response(0x21, 0, 0, "", "", "Authenticated"))
                        .contains(Wire.text("kv"))
                        .endsWith(response(0x08, 0x20, 0, "", "", "Auth failure."));
            }
            process.await(Pattern.compile("authentication accepted: user=alice, mechanism=PLAIN, remote=tcp:127"));
            process.await(Pattern.compile("administration refused: command=flush, user=alice"));
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.body()).contains("slabcache_server_authentications_total 1\n");

            // found by itself, and said again on the signal
            user("sesame two", "add", "-f", users, "bob");
            process.await(Pattern.compile("users read again: .*users=2"));
            process.signal("HUP");
            process.await(Pattern.compile("TLS keys read: certificate=.*CN=node"));
            process.await(Pattern.compile("users read again: .*users=2"));
            process.signal("TERM");
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
            assertThat(process.lines)
                    .anyMatch(line -> line.contains("starting: "))
                    .noneMatch(line -> line.contains("sesame") || line.contains("SCRAM-SHA-256$"));
        }
    }

    @Test
    void jar_sigterm_finishesWhatIsUnderWayAndEndsTheRest() throws Exception {
        try (ServerProcess process = ServerProcess.start("-p", "0")) {
            int port = process.port();
            try (Wire idle = new Wire(port);
                    Wire text = new Wire(port);
                    Wire busy = new Wire(port)) {
                idle.answers();
                busy.answers();
                byte[] set = Wire.bytes(request(0x01, 0, NO_EXTRAS, "k", "v".repeat(1000)));
                busy.send(Arrays.copyOf(set, set.length / 2));
                // known to have begun: the server says so
                await().until(() -> {
                    text.send(Wire.text("stats conns\r\n"));
                    return text.readTo("END\r\n").contains("conn_nread");
                });
                process.signal("TERM");
                process.await(Pattern.compile("stopping: "));
                long stopping = System.nanoTime();
                assertThat(idle.readToEnd()).isEmpty();
                busy.send(Arrays.copyOfRange(set, set.length / 2, set.length));
                assertThat(busy.readToEnd()).startsWith("81010000000000000000000000000000".substring(0, 24));
                assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
                assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(20));
                assertThat(process.lines).anyMatch(line -> line.contains("stopped"));
            }
        }
    }

    @Test
    void jar_sigterm_whoNeverFinishes_isEnded() throws Exception {
        try (ServerProcess process = ServerProcess.start("-p", "0")) {
            try (Wire busy = new Wire(process.port())) {
                busy.answers();
                busy.send(request(0x01, 0, NO_EXTRAS, "k", "value").substring(0, 70));
                process.signal("TERM");
                String stopping = process.await(Pattern.compile(".* stopping: .*"));
                String stopped = process.await(Pattern.compile(".* stopped"));
                assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
                // five seconds, and what the process takes to say so
                assertThat(Duration.between(time(stopping), time(stopped)))
                        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
            }
        }
    }

    private static OffsetDateTime time(String line) {
        return OffsetDateTime.parse(
                line.substring(0, line.indexOf(' ')), DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ"));
    }
}
