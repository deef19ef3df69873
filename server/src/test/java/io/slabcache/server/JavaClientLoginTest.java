package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.auth.ScramCredential;
import io.slabcache.server.auth.UserFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other libraries' clients that log in by SASL. */
@Timeout(60)
class JavaClientLoginTest {
    private static final String USER = "alice";
    private static final String PASSWORD = "wonder land";

    /** Connects to a port of this machine and logs in. */
    private interface Login {
        OtherClient connect(int port, String user, String password) throws Exception;
    }

    static Stream<Named<Login>> logins() {
        return Stream.of(
                Named.of("spymemcached", SpymemcachedClient::authenticated),
                Named.of("xmemcached", XmemcachedClient::authenticated),
                Named.of("folsom", FolsomClient::authenticated));
    }

    @ParameterizedTest
    @MethodSource("logins")
    void operations_afterLogin_areCarriedOut(Login login, @TempDir Path directory) throws Exception {
        Path users = directory.resolve("users");
        new UserFile(users)
                .put(
                        USER,
                        ScramCredential.create(
                                PASSWORD.toCharArray(), ScramCredential.MIN_ITERATIONS, new SecureRandom()));
        ServerSettings settings = ServerSettings.builder()
                .port(0)
                .access(new AccessSettings(users, false, Set.of()))
                .build();
        try (MemcachedServer server = MemcachedServer.start(settings);
                OtherClient client = login.connect(server.port(), USER, PASSWORD)) {
            assertThat(client.set("k", "v", 0)).isTrue();
            assertThat(client.get("k")).isEqualTo("v");
        }
    }
}
