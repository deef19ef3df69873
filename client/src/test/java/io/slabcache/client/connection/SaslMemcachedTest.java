package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.Credentials;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.testing.Installed;
import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's memcached with Cyrus SASL, whose configuration and users are in a directory of the test. */
class SaslMemcachedTest {
    private static final String USER = "joe";
    private static final String PASSWORD = "s3cret, = and blank";

    @TempDir
    private Path directory;

    @BeforeEach
    void makeUser() throws IOException, InterruptedException {
        RealMemcached.requireInstalled();
        Path program = Installed.command("saslpasswd2", "sasl2-bin");
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        "-c",
                        "-f",
                        directory.resolve("sasldb2").toString(),
                        "-a",
                        "memcached",
                        "-u",
                        hostName(),
                        USER)
                .redirectInput(password.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    /** The realm in which memcached looks for a user who names none. */
    private static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    }

    private RealMemcached start(String mechanisms, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-S"));
        all.addAll(List.of(arguments));
        Files.writeString(
                directory.resolve("memcached.conf"),
                String.join(
                        "\n",
                        "mech_list: " + mechanisms,
                        "pwcheck_method: auxprop",
                        "auxprop_plugin: sasldb",
                        "sasldb_path: " + directory.resolve("sasldb2"),
                        ""));
        return RealMemcached.start(Map.of("SASL_CONF_PATH", directory.toString()), all.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-256", "plain scram-sha-256 cram-md5"})
    void connect_rightPassword_isReady(String mechanisms) throws IOException {
        try (RealMemcached server = start(mechanisms)) {
            Connector.Connected connected = new TestSettings()
                    .credentials(USER, PASSWORD)
                    .allowPlainWithoutTls()
                    .connector()
                    .connect(server.address());
            connected.transport().close();
            assertThat(connected.maxItemSize()).isEqualTo(1024 * 1024);
        }
    }

    @Test
    void client_plainThroughTls_works() throws IOException {
        TestCertificates certificates = TestCertificates.create(directory, "ip:127.0.0.1");
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        try (RealMemcached server = start("plain", "-Z", "-o", "ssl_chain_cert=" + chain + ",ssl_key=" + key);
                MemcachedClient client = MemcachedClient.builder()
                        .node(server.address())
                        .tls(certificates.client())
                        .credentials(Credentials.of(USER, PASSWORD.toCharArray()))
                        .operationTimeout(Duration.ofSeconds(30))
                        .connectTimeout(Duration.ofSeconds(20))
                        .build()) {
            byte[] some = "some".getBytes(US_ASCII);
            client.set(some, some, 0, 0);
            assertThat(client.get(some)).isNotNull();
        }
    }

    /** Complaint 4: nobody is unauthenticated for ever, and the reason is told meanwhile. */
    @Test
    void client_passwordCorrectedLater_works() throws IOException {
        byte[] some = "some".getBytes(US_ASCII);
        AtomicReference<String> password = new AtomicReference<>("wrong");
        try (RealMemcached server = start("scram-sha-256");
                MemcachedClient client = MemcachedClient.builder()
                        .node(server.address())
                        .credentials(new Credentials(
                                USER, () -> String.valueOf(password.get()).toCharArray()))
                        .operationTimeout(Duration.ofSeconds(30))
                        .connectTimeout(Duration.ofSeconds(20))
                        .build()) {
            assertThatThrownBy(() -> client.get(some))
                    .isInstanceOf(NodeUnavailableException.class)
                    .hasStackTraceContaining("server must accept the credentials: user=joe");
            password.set(PASSWORD);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(NodeUnavailableException.class)
                    .until(() -> client.get(some) == null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-256"})
    void connect_wrongPassword_fails(String mechanism) throws IOException {
        try (RealMemcached server = start(mechanism)) {
            SocketConnector connector = new TestSettings()
                    .credentials(USER, "wrong")
                    .allowPlainWithoutTls()
                    .connector();
            assertThatThrownBy(() -> connector.connect(server.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("server must accept the credentials: user=joe");
        }
    }

    @Test
    void connect_withoutCredentials_saysThatTheyAreMissing() throws IOException {
        try (RealMemcached server = start("plain")) {
            assertThatThrownBy(() -> new TestSettings().connector().connect(server.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("server must not require authentication");
        }
    }

    @Test
    void connect_serverWithoutAuthentication_isRefusedUnlessAllowed() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            TestSettings settings = new TestSettings().credentials(USER, PASSWORD);
            assertThatThrownBy(() -> settings.connector().connect(server.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("allowMissingAuthentication=false");
            settings.allowMissingAuthentication()
                    .connector()
                    .connect(server.address())
                    .transport()
                    .close();
        }
    }
}
