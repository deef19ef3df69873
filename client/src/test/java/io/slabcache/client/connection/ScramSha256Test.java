package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the example of RFC 7677, section 3. */
class ScramSha256Test {
    static final String USER = "user";
    static final String PASSWORD = "pencil";
    static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    static final String SERVER_NONCE = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    static final String CLIENT_FIRST = "n,,n=user,r=" + NONCE;
    static final String CHALLENGE = "r=" + SERVER_NONCE + ",s=" + SALT + ",i=4096";
    static final String CLIENT_FINAL = "c=biws,r=" + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    static final String PROOF = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static String answer(ScramSha256 scram, String challenge, String password) throws IOException {
        return new String(scram.clientFinal(challenge.getBytes(UTF_8), password.toCharArray()), UTF_8);
    }

    private static ScramSha256 begun() throws IOException {
        return new ScramSha256(USER, NONCE);
    }

    @Test
    void conversation_ofTheRfc_isRepeated() throws IOException {
        ScramSha256 scram = begun();
        assertThat(new String(scram.clientFirst(), UTF_8)).isEqualTo(CLIENT_FIRST);
        assertThat(answer(scram, CHALLENGE, PASSWORD)).isEqualTo(CLIENT_FINAL);
        scram.verify(PROOF.getBytes(UTF_8));
    }

    @Test
    void conversation_withExtensions_ignoresThem() throws IOException {
        ScramSha256 scram = begun();
        answer(scram, CHALLENGE + ",x=more", PASSWORD);
        assertThatThrownBy(() -> scram.verify(PROOF.getBytes(UTF_8)))
                .hasMessageContaining("same password"); // what is signed has changed
    }

    @Test
    void clientFirst_userWithCommaAndEquals_isEscaped() throws IOException {
        assertThat(new String(new ScramSha256("a=b,c", NONCE).clientFirst(), UTF_8))
                .isEqualTo("n,,n=a=3Db=2Cc,r=" + NONCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=" + SERVER_NONCE,
                "s=" + SALT + ",r=" + SERVER_NONCE + ",i=4096",
                "m=ext,r=" + SERVER_NONCE + ",s=" + SALT + ",i=4096",
                "e=unknown-user"
            })
    void clientFinal_challengeMalformed_isRefused(String challenge) {
        assertThatThrownBy(() -> answer(begun(), challenge, PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("challenge must tell");
    }

    @ParameterizedTest
    @ValueSource(strings = {NONCE, "", "someone-elses-nonce", "x" + SERVER_NONCE})
    void clientFinal_nonceNotExtended_isRefused(String nonce) {
        assertThatThrownBy(() -> answer(begun(), "r=" + nonce + ",s=" + SALT + ",i=4096", PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "4095", "600001", "999999999", "99999999999999999999", "-4096", "4096x", ""})
    void clientFinal_iterationsOutOfBounds_isRefused(String iterations) {
        assertThatThrownBy(() -> answer(begun(), "r=" + SERVER_NONCE + ",s=" + SALT + ",i=" + iterations, PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("iteration count");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "W"})
    void clientFinal_saltMalformed_isRefused(String salt) {
        assertThatThrownBy(() -> answer(begun(), "r=" + SERVER_NONCE + ",s=" + salt + ",i=4096", PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("salt must");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Authenticated", "e=invalid-proof", "v=", "v=AAAA", "v=*", "w=6rriTRBi23WpRR/wtup+mMhUZUn/"})
    void verify_serverDoesNotKnowThePassword_isRefused(String proof) throws IOException {
        ScramSha256 scram = begun();
        answer(scram, CHALLENGE, PASSWORD);
        assertThatThrownBy(() -> scram.verify(proof.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    @Test
    void verify_beforeTheChallenge_isRefused() throws IOException {
        ScramSha256 scram = begun();
        assertThatThrownBy(() -> scram.verify(PROOF.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"päss", "tab\t", "pass\u007f"})
    void clientFinal_passwordNotPrintableAscii_isRefusedWithoutTellingIt(String password) {
        assertThatThrownBy(() -> answer(begun(), CHALLENGE, password))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password must be printable ASCII")
                .hasMessageNotContaining(password);
    }

    @Test
    void newConversation_userNotPrintableAscii_isRefused() {
        assertThatThrownBy(() -> new ScramSha256("jürgen", NONCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("user must be printable ASCII");
    }
}
