package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of RFC 7677, and what departs from it. */
class ScramServerTest {
    private static final String SUFFIX = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE = CLIENT_NONCE + SUFFIX;
    private static final String FIRST = "n,,n=user,r=" + CLIENT_NONCE;
    private static final String CHALLENGE = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String PROOF = ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String FINAL = "c=biws,r=" + NONCE + PROOF;
    private static final String SIGNATURE = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @TempDir
    private Path directory;

    private ScramServer server() throws IOException {
        Path file = directory.resolve("users");
        ScramCredential credential = ScramCredential.of(
                "pencil".toCharArray(), 4096, Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
        new UserFile(file).put("user", credential);
        new UserFile(file).put("a=b", credential);
        return new ScramServer(Users.load(file), SUFFIX);
    }

    private static @Nullable String text(byte @Nullable [] message) {
        return message == null ? null : new String(message, US_ASCII);
    }

    private static @Nullable String challenge(ScramServer server, String message) {
        return text(server.challenge(message.getBytes(US_ASCII)));
    }

    private static @Nullable String verify(ScramServer server, String message) {
        return text(server.verify(message.getBytes(US_ASCII)));
    }

    @Test
    void conversation_ofTheStandard_isThatOfTheStandard() throws IOException {
        ScramServer server = server();
        assertThat(challenge(server, FIRST)).isEqualTo(CHALLENGE);
        assertThat(server.isProven()).isFalse();
        assertThat(verify(server, FINAL)).isEqualTo(SIGNATURE);
        assertThat(server.isProven()).isTrue();
        assertThat(server.user()).isEqualTo("user");
        // once
        assertThat(verify(server, FINAL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,r=abc,n=user",
                "n,,m=ext,n=user,r=abc",
                "p=tls-unique,,n=user,r=abc",
                "n,a=other,n=user,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=user\n,r=abc"
            })
    void challenge_malformed_isNone(String message) throws IOException {
        assertThat(challenge(server(), message)).isNull();
    }

    @Test
    void challenge_allowedForms_isMade() throws IOException {
        assertThat(challenge(server(), "y,,n=user,r=abc")).startsWith("r=abc" + SUFFIX);
        assertThat(challenge(server(), "n,a=user,n=user,r=abc,x=more")).startsWith("r=abc" + SUFFIX);
        ScramServer server = server();
        assertThat(challenge(server, "n,,n=a=3Db,r=abc")).startsWith("r=abc" + SUFFIX);
        assertThat(server.user()).isEqualTo("a=b");
    }

    @Test
    void challenge_unknownUser_looksLikeAnyAndIsAlwaysTheSame() throws IOException {
        ScramServer server = server();
        String first = challenge(server, "n,,n=nobody,r=abc");
        assertThat(first).matches("r=abc\\Q" + SUFFIX + "\\E,s=[A-Za-z0-9+/]{22}==,i=4096");
        assertThat(challenge(server, "n,,n=nobody,r=abc")).isEqualTo(first);
        assertThat(challenge(server, "n,,n=nobody2,r=abc")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws,r=" + NONCE,
                "c=biws,r=" + NONCE + ",p=",
                "c=biws,r=" + NONCE + ",p=!",
                "c=biws,r=" + NONCE + ",p=AAAA",
                "c=biws,r=" + NONCE + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "c=biws,r=" + CLIENT_NONCE + PROOF,
                "c=eSws,r=" + NONCE + PROOF,
                "c=biws,r=" + NONCE + ",x=1" + PROOF
            })
    void verify_anythingElse_isRefused(String message) throws IOException {
        ScramServer server = server();
        challenge(server, FIRST);
        assertThat(verify(server, message)).isNull();
        assertThat(server.isProven()).isFalse();
        // and there is no second try on the same challenge
        assertThat(verify(server, FINAL)).isNull();
    }

    @Test
    void verify_withoutChallenge_isRefused() throws IOException {
        assertThat(verify(server(), FINAL)).isNull();
    }
}
