package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.Credentials;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.SaslUsers;
import io.slabcache.client.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

    private SaslUsers users;

    @BeforeEach
    void makeUser() {
        users = SaslUsers.create(directory, USER, PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-256", "plain scram-sha-256 cram-md5"})
    void connect_rightPassword_isReady(String mechanisms) throws IOException {
        try (RealMemcached server = users.start(mechanisms)) {
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
        TestCertificates certificates = TestCertificates.create("ip:127.0.0.1");
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        try (RealMemcached server = users.start("plain", "-Z", "-o", "ssl_chain_cert=" + chain + ",ssl_key=" + key);
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
        try (RealMemcached server = users.start("scram-sha-256");
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
        try (RealMemcached server = users.start(mechanism)) {
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
        try (RealMemcached server = users.start("plain")) {
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
