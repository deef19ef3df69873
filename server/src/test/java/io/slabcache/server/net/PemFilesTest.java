package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.server.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {
    /** Made for this test by openssl pkcs8 -topk8 -v2 aes-256-cbc; its password is sesame. */
    private static final String ENCRYPTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjmUzI7smlOawICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKrsBSoEPZY8N1CnP0cWo0cEgZBs
            PrAPGJE67td+kgmnwzZ1oGTH+pnYNHeRR2u/VxbWIdNS+sSf98ZKKhKKOQzKH+ih
            u3p4ZpJVeCdqeoyCy4EBAifkRzhgKHPNE7DsZXwwba9sHR4vWRiqPsam+YTahEre
            8IdOOT8up79XTDEUEWqHUwLORIhul+FoofFlZbY/3zM0ik3OlWrZQBbBoRI/UX0=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void privateKey_eachAlgorithm_isThatOfItsCertificate(String algorithm) throws Exception {
        TestKeys keys = TestKeys.create("one", algorithm);
        Path key = directory.resolve("key");
        Path certificate = directory.resolve("certificate");
        keys.writeKey(key);
        keys.writeCertificate(certificate);
        PrivateKey read = PemFiles.privateKey(key, null);
        assertThat(PemFiles.isPair(
                        read, PemFiles.certificates(certificate).get(0).getPublicKey()))
                .isTrue();
        TestKeys.create("other", "EC").writeCertificate(certificate);
        assertThat(PemFiles.isPair(
                        read, PemFiles.certificates(certificate).get(0).getPublicKey()))
                .isFalse();
    }

    @Test
    void privateKey_encrypted_needsItsPassword() throws Exception {
        Path key = directory.resolve("key");
        Path password = directory.resolve("password");
        Files.writeString(key, ENCRYPTED);
        Files.writeString(password, "sesame\n");
        assertThat(PemFiles.privateKey(key, password).getAlgorithm()).isEqualTo("EC");

        assertRefused(key, "--tls-key-password-file");
        Files.writeString(password, "wrong");
        assertThatThrownBy(() -> PemFiles.privateKey(key, password))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void privateKey_otherThings_areRefusedWithAWord() throws IOException {
        Path key = directory.resolve("key");
        assertRefused(key, "does not exist");
        Files.writeString(key, "nothing");
        assertRefused(key, "private key in PEM");
        Files.writeString(key, TestKeys.pem("RSA PRIVATE KEY", new byte[100]));
        assertRefused(key, "PKCS#8");
        Files.writeString(key, TestKeys.pem("PRIVATE KEY", new byte[100]));
        assertRefused(key, "RSA, EC or EdDSA");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA");
        assertRefused(key, "whole");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----\n");
        assertRefused(key, "Base64");
    }

    private static void assertRefused(Path key, String word) {
        assertThatThrownBy(() -> PemFiles.privateKey(key, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(word)
                .hasMessageContaining(key.toString());
    }

    @Test
    void certificates_none_isRefused() throws IOException {
        Path file = directory.resolve("certificates");
        Files.writeString(file, "");
        assertThatThrownBy(() -> PemFiles.certificates(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("certificate");
        Files.writeString(file, TestKeys.pem("CERTIFICATE", new byte[100]));
        assertThatThrownBy(() -> PemFiles.certificates(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("certificates");
    }
}
