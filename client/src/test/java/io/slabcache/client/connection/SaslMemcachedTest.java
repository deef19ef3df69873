package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Installed;
import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    private RealMemcached start(String mechanisms) throws IOException {
        Files.writeString(
                directory.resolve("memcached.conf"),
                String.join(
                        "\n",
                        "mech_list: " + mechanisms,
                        "pwcheck_method: auxprop",
                        "auxprop_plugin: sasldb",
                        "sasldb_path: " + directory.resolve("sasldb2"),
                        ""));
        return RealMemcached.start(Map.of("SASL_CONF_PATH", directory.toString()), "-S");
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
