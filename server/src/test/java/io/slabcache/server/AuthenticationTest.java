package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.Credentials;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.server.auth.ScramCredential;
import io.slabcache.server.auth.UserFile;
import io.slabcache.server.stats.NodeStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in over the binary protocol, and who may administer. */
@Timeout(120)
class AuthenticationTest {
    private static final String NO_EXTRAS = "0000000000000000";
    private static final String MECHANISMS = "SCRAM-SHA-256 PLAIN";
    private static final String REFUSED = "Auth failure.";

    @TempDir
    private Path directory;

    private Path users = Path.of("");

    @BeforeEach
    void makeUsers() throws IOException {
        users = directory.resolve("users");
        put("alice", "wonder land");
        put("bob", "builder");
    }

    private void put(String name, String password) throws IOException {
        new UserFile(users)
                .put(
                        name,
                        ScramCredential.create(
                                password.toCharArray(), ScramCredential.MIN_ITERATIONS, new SecureRandom()));
    }

    private MemcachedServer start(String... administrators) throws IOException {
        return MemcachedServer.start(ServerSettings.builder()
                .port(0)
                .access(new AccessSettings(users, false, Set.of(administrators)))
                .build());
    }

    private static String plain(String user, String password) {
        return request(0x21, 0, "", "PLAIN", "\0" + user + "\0" + password);
    }

    private static String accepted() {
        return response(0x21, 0, 0, "", "", "Authenticated");
    }

    private static String refused(int opcode) {
        return response(opcode, 0x20, 0, "", "", REFUSED);
    }

    @Test
    void unauthenticated_commands_areRefusedAndClosed() throws IOException {
        try (MemcachedServer server = start()) {
            String[] requests = {
                request(0x00, 0, "", "k", ""),
                request(0x09, 0, "", "k", ""),
                request(0x01, 0, NO_EXTRAS, "k", "v".repeat(100_000)),
                request(0x08, 0, "", "", ""),
                request(0x0a, 0, "", "", ""),
                request(0x10, 0, "", "", ""),
                request(0x55, 0, "", "k", "")
            };
            for (String request : requests) {
                try (Wire wire = new Wire(server.port())) {
                    wire.send(request + request(0x0b, 0, "", "", ""));
                    assertThat(wire.readToEnd()).isEqualTo(refused(Integer.parseInt(request.substring(2, 4), 16)));
                }
            }
        }
    }

    @Test
    void unauthenticated_versionAndMechanisms_areTold() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            wire.send(request(0x0b, 0, "", "", "") + request(0x20, 0, "", "", "") + plain("alice", "wonder land"));
            assertThat(wire.answers())
                    .isEqualTo(response(0x0b, 0, 0, "", "", NodeStatistics.VERSION)
                            + response(0x20, 0, 0, "", "", MECHANISMS)
                            + accepted());
        }
    }

    @Test
    void plain_anyCut_isAccepted() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            // the first is checked by another thread, the others are remembered
            for (byte single : Wire.bytes(plain("alice", "wonder land"))) {
                wire.send(new byte[] {single});
            }
            wire.send(request(0x11, 0, NO_EXTRAS, "k", "v")
                    + plain("alice", "wonder land")
                    + request(0x0c, 0, "", "k", ""));
            assertThat(wire.answers())
                    .startsWith(accepted() + accepted())
                    .endsWith(Wire.text("kv"))
                    .hasSize(2 * accepted().length() + 2 * (24 + 4 + 2));
        }
    }

    @Test
    void plain_wrong_isRefusedAndMayBeTriedAgain() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            String[] wrong = {
                plain("alice", "wonderland"),
                plain("alice", ""),
                plain("carol", "wonder land"),
                plain("", "wonder land"),
                request(0x21, 0, "", "PLAIN", ""),
                request(0x21, 0, "", "PLAIN", "bob\0alice\0wonder land"),
                request(0x21, 0, "", "PLAIN", "\0alice\0wonder land\0"),
                request(0x21, 0, "", "CRAM-MD5", "\0alice\0wonder land")
            };
            for (String request : wrong) {
                wire.send(request);
                assertThat(Wire.hex(wire.read(24 + REFUSED.length()))).isEqualTo(refused(0x21));
            }
            wire.send(request(0x22, 0, "", "PLAIN", "x"));
            assertThat(Wire.hex(wire.read(24 + REFUSED.length()))).isEqualTo(refused(0x22));
            wire.send(plain("bob", "builder"));
            assertThat(wire.answers()).isEqualTo(accepted());
            // failing anew ends what was
            wire.send(plain("bob", "wrong") + request(0x00, 0, "", "k", ""));
            assertThat(wire.readToEnd()).isEqualTo(refused(0x21) + refused(0x00));
        }
    }

    @Test
    void plain_refused_isCounted() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            wire.send(plain("alice", "wrong") + plain("alice", "wonder land") + request(0x10, 0, "", "", ""));
            assertThat(wire.answers())
                    .contains(response(0x10, 0, 0, "", "auth_cmds", "2"))
                    .contains(response(0x10, 0, 0, "", "auth_errors", "1"));
        }
    }

    @Test
    void longMessages_areInvalid() throws IOException {
        try (MemcachedServer server = start()) {
            for (String request : new String[] {
                request(0x21, 0, "", "PLAIN", "x".repeat(5000)), request(0x21, 0, "", "M".repeat(33), "x")
            }) {
                try (Wire wire = new Wire(server.port())) {
                    wire.send(request);
                    assertThat(wire.readToEnd()).isEqualTo(response(0x21, 4, 0, "", "", "Invalid arguments"));
                }
            }
        }
    }

    @Test
    void clientLeaves_whileItsPasswordIsChecked_nobodyNotices() throws IOException {
        try (MemcachedServer server = start()) {
            for (int i = 0; i < 20; i++) {
                try (Wire wire = new Wire(server.port())) {
                    wire.send(plain("alice", "wrong" + i));
                    wire.socket.setSoLinger(true, 0);
                }
            }
            try (Wire wire = new Wire(server.port())) {
                wire.send(plain("alice", "wonder land"));
                assertThat(wire.answers()).isEqualTo(accepted());
            }
        }
    }

    @Test
    void scram_ownClient_isAccepted() throws IOException {
        try (MemcachedServer server = start();
                MemcachedClient client = client(server, "alice", "wonder land")) {
            byte[] key = "k".getBytes(US_ASCII);
            client.set(key, key, 0, 0);
            assertThat(Objects.requireNonNull(client.get(key)).value()).isEqualTo(key);
            try (MemcachedClient wrong = client(server, "alice", "wonder wall")) {
                assertThatThrownBy(() -> wrong.get(key)).isInstanceOf(MemcachedException.class);
            }
            try (MemcachedClient unknown = client(server, "carol", "wonder land")) {
                assertThatThrownBy(() -> unknown.get(key)).isInstanceOf(MemcachedException.class);
            }
        }
    }

    private static MemcachedClient client(MemcachedServer server, String user, String password) {
        return MemcachedClient.builder()
                .node(new NodeAddress("127.0.0.1", server.port()))
                .operationTimeout(Duration.ofSeconds(5))
                .credentials(Credentials.of(user, password.toCharArray()))
                .build();
    }

    @Test
    void administrators_alone_flushAndReset() throws IOException {
        try (MemcachedServer server = start("bob");
                Wire alice = new Wire(server.port());
                Wire bob = new Wire(server.port())) {
            String flush = request(0x08, 0, "", "", "");
            String reset = request(0x10, 0, "", "reset", "");
            alice.send(plain("alice", "wonder land") + flush + reset + request(0x18, 0, "", "", ""));
            assertThat(alice.answers()).isEqualTo(accepted() + refused(0x08) + refused(0x10) + refused(0x18));
            bob.send(plain("bob", "builder") + flush + reset);
            assertThat(bob.answers())
                    .isEqualTo(accepted() + response(0x08, 0, 0, "", "", "") + response(0x10, 0, 0, "", "", ""));
        }
    }

    @Test
    void userFile_changed_isReadAgain() throws IOException {
        try (MemcachedServer server = start()) {
            put("carol", "singer");
            new UserFile(users).remove("bob");
            await().atMost(Duration.ofSeconds(30)).until(() -> isAccepted(server, "carol", "singer"));
            assertThat(isAccepted(server, "bob", "builder")).isFalse();
            // a file that is not understood changes nothing
            Files.writeString(users, "carol:singer\n");
            server.reload();
            assertThat(isAccepted(server, "carol", "singer")).isTrue();
            Files.delete(users);
            server.reload();
            assertThat(isAccepted(server, "alice", "wonder land")).isTrue();
        }
    }

    private static boolean isAccepted(MemcachedServer server, String user, String password) throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(plain(user, password));
            return Wire.hex(wire.read(24 + REFUSED.length())).equals(accepted());
        }
    }

    @Test
    void binaryOnly_text_isClosed() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(ServerSettings.builder()
                        .port(0)
                        .access(new AccessSettings(users, true, Set.of()))
                        .build());
                Wire wire = new Wire(server.port())) {
            wire.send(Wire.text("version\r\n"));
            assertThat(wire.readToEnd()).isEmpty();
        }
    }

    @Test
    void start_badUserFile_saysWhere() throws IOException {
        Files.writeString(users, "# users\nalice:secret\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line=2")
                .hasMessageNotContaining("secret");
        Files.writeString(users, "# nobody\n");
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("must have a user");
    }

    @Test
    void neverAuthenticates_isEnded() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(ServerSettings.builder()
                        .port(0)
                        .access(new AccessSettings(users, false, Set.of()))
                        .requestTimeout(Duration.ofSeconds(1))
                        .build());
                Wire in = new Wire(server.port());
                Wire out = new Wire(server.port())) {
            in.send(plain("alice", "wonder land"));
            assertThat(in.answers()).isEqualTo(accepted());
            // talks all the time
            assertThatThrownBy(() -> {
                        while (true) {
                            out.send(request(0x0b, 0, "", "", ""));
                            out.read(24 + NodeStatistics.VERSION.length());
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(in.answers()).isEmpty();
        }
    }
}
