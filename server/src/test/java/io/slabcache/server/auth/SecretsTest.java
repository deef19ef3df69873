package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.AccessSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody is to read in a log, and what no client is to write into it. */
class SecretsTest {
    @Test
    void texts_ofWhatHoldsPasswords_haveNone(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("users");
        new UserFile(file).put("alice", ScramCredential.create("sesame".toCharArray(), 4096, new SecureRandom()));
        PlainMessage plain = Objects.requireNonNull(PlainMessage.parse("\0alice\0sesame".getBytes(UTF_8)));
        assertThat(plain.toString()).contains("alice").doesNotContain("sesame");
        try (AccessRules access = AccessRules.open(new AccessSettings(file, false, Set.of()), false)) {
            Session session = new Session(access, "tcp:127.0.0.1:1", "127.0.0.1", true, null);
            PasswordCheck check =
                    Objects.requireNonNull(session.beginPasswordCheck("alice", plain.password(), "PLAIN"));
            assertThat(check.toString()).contains("alice").doesNotContain("sesame");
            assertThat(check.check()).isTrue();
            assertThat(plain.password()).containsOnly('\0');
        }
    }

    @Test
    void session_networkWithoutTls_offersNoMechanismThatSendsThePassword(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("users");
        new UserFile(file).put("alice", ScramCredential.create("sesame".toCharArray(), 4096, new SecureRandom()));
        try (AccessRules access = AccessRules.open(new AccessSettings(file, false, Set.of()), false)) {
            Session session = new Session(access, "tcp:192.0.2.1:1", "192.0.2.1", false, null);
            assertThat(session.mechanisms()).isEqualTo("SCRAM-SHA-256");
            PasswordCheck check =
                    Objects.requireNonNull(session.beginPasswordCheck("alice", "sesame".toCharArray(), "text"));
            assertThat(check.isRemembered()).isFalse();
            assertThat(check.check()).isFalse();
            assertThat(new SaslExchange(session)
                            .begin("PLAIN".getBytes(UTF_8), "\0alice\0sesame".getBytes(UTF_8))
                            .kind())
                    .isEqualTo(SaslAnswer.Kind.REFUSED);
        }
        try (AccessRules access = AccessRules.open(new AccessSettings(file, false, Set.of()), true)) {
            assertThat(new Session(access, "tcp:192.0.2.1:1", "192.0.2.1", false, null).mechanisms())
                    .isEqualTo("SCRAM-SHA-256 PLAIN");
        }
    }

    @Test
    void printable_lineBreaksAndFieldsOfOthers_areMasked() {
        assertThat(Audit.printable("bob\r\n2026-01-01 accepted: user=alice, x"))
                .isEqualTo("bob??2026-01-01?accepted:?user=alice??x");
        assertThat(Audit.printable("x".repeat(1000))).hasSize(67);
    }
}
