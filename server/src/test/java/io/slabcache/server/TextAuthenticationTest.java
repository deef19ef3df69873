package io.slabcache.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.auth.ScramCredential;
import io.slabcache.server.auth.UserFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in over text: by a first set of "user password", as memcached's {@code -Y} has it. */
@Timeout(120)
class TextAuthenticationTest {
    private static final String UNAUTHENTICATED = "CLIENT_ERROR unauthenticated\r\n";
    private static final String FAILURE = "CLIENT_ERROR authentication failure\r\n";

    @TempDir
    private Path directory;

    private MemcachedServer start() throws IOException {
        Path users = directory.resolve("users");
        for (String name : new String[] {"alice", "bob"}) {
            ScramCredential credential = ScramCredential.create(
                    (name + " secret").toCharArray(), ScramCredential.MIN_ITERATIONS, new SecureRandom());
            new UserFile(users).put(name, credential);
        }
        return MemcachedServer.start(ServerSettings.builder()
                .port(0)
                .access(new AccessSettings(users, false, Set.of("bob")))
                .build());
    }

    private static String login(String user, String password) {
        String credentials = user + " " + password;
        return "set anything 0 0 " + credentials.length() + "\r\n" + credentials + "\r\n";
    }

    private static void expect(Wire wire, String requests, String answers) throws IOException {
        wire.send(requests.getBytes(US_ASCII));
        assertThat(new String(wire.read(answers.length()), US_ASCII)).isEqualTo(answers);
    }

    @Test
    void unauthenticated_everything_isRefused() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            expect(wire, "get a b c\r\n", UNAUTHENTICATED);
            expect(wire, "version\r\n", UNAUTHENTICATED);
            expect(wire, "flush_all\r\n", UNAUTHENTICATED);
            expect(wire, "mg k v\r\n", UNAUTHENTICATED);
            expect(wire, "add k 0 0 1\r\nv\r\n", UNAUTHENTICATED);
            expect(wire, "ms k 1\r\nv\r\n", UNAUTHENTICATED);
            expect(wire, "set k 0 0 5000\r\n" + "x".repeat(5000) + "\r\n", UNAUTHENTICATED);
            expect(wire, "stats\r\n", UNAUTHENTICATED);
            expect(wire, "foo\r\n", UNAUTHENTICATED);
            expect(wire, "get\r\n", UNAUTHENTICATED);
            expect(wire, "set k 0 0 -1\r\n", UNAUTHENTICATED);
            // what is behind the block is taken for a command
            expect(wire, "set k 0 0 1\r\nvv\r\n", "CLIENT_ERROR bad data chunk\r\n" + UNAUTHENTICATED);
            expect(wire, login("alice", "alice secret"), "STORED\r\n");
            // nothing of it was carried out
            expect(wire, "get k anything\r\n", "END\r\n");
        }
    }

    @Test
    void login_anyCut_isAccepted() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            for (byte single : login("alice", "alice secret").getBytes(US_ASCII)) {
                wire.send(new byte[] {single});
            }
            expect(wire, "", "STORED\r\n");
            expect(wire, "set k 0 0 1\r\nv\r\nget k\r\n", "STORED\r\nVALUE k 0 1\r\nv\r\nEND\r\n");
        }
    }

    @Test
    void login_pipelined_waitsForItsAnswer() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            expect(
                    wire,
                    login("alice", "wrong") + "get k\r\n" + login("alice", "alice secret") + "get k\r\n",
                    FAILURE + UNAUTHENTICATED + "STORED\r\nEND\r\n");
        }
    }

    @Test
    void login_wrong_isRefused() throws IOException {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            expect(wire, login("alice", ""), FAILURE);
            expect(wire, login("carol", "alice secret"), FAILURE);
            expect(wire, "set k 0 0 5\r\nalice\r\n", FAILURE);
            expect(wire, "set k 0 0 0\r\n\r\n", FAILURE);
            expect(wire, "get k\r\n", UNAUTHENTICATED);
        }
    }

    @Test
    void administrators_alone_flush() throws IOException {
        try (MemcachedServer server = start();
                Wire alice = new Wire(server.port());
                Wire bob = new Wire(server.port())) {
            expect(alice, login("alice", "alice secret"), "STORED\r\n");
            expect(alice, "flush_all\r\n", "CLIENT_ERROR");
            expect(bob, login("bob", "bob secret") + "flush_all\r\n", "STORED\r\nOK\r\n");
        }
    }
}
