package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that speak TLS. */
@Timeout(120)
class TlsTest {
    private static final String NO_EXTRAS = "0000000000000000";
    private static @Nullable TestKeys first;
    private static @Nullable TestKeys second;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeKeys(@TempDir Path scratch) throws Exception {
        first = TestKeys.create("first", "EC");
        second = TestKeys.create("second", "RSA");
    }

    /** Every buffer was given back. */
    @AfterEach
    void noBufferIsLeft() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                                .mapToLong(PoolArenaMetric::numActiveAllocations)
                                .sum())
                        .isZero());
    }

    private static TestKeys first() {
        return Objects.requireNonNull(first);
    }

    private static TestKeys second() {
        return Objects.requireNonNull(second);
    }

    private static MemcachedServer start(TlsSettings tls) throws IOException {
        return MemcachedServer.start(
                ServerSettings.builder().port(0).threads(2).tls(tls).build());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,AUTO", "TLSv1.2,AUTO", "TLSv1.3,NIO"})
    void trustingClient_pipelineOfLargeValues_isServed(String protocol, Transport transport) throws Exception {
        TlsSettings tls = first().write(directory);
        try (MemcachedServer server = MemcachedServer.start(ServerSettings.builder()
                        .port(0)
                        .transport(transport)
                        .tls(tls)
                        .build());
                Wire wire = new Wire(server.port(), first().client(null))) {
            ((SSLSocket) wire.socket).setEnabledProtocols(new String[] {protocol});
            String value = "v".repeat(500_000);
            wire.send(request(0x11, 0, NO_EXTRAS, "k", value));
            StringBuilder gets = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                gets.append(request(0x0c, 0, "", "k", ""));
            }
            wire.send(gets.toString());

            String answers = wire.answers();
            assertThat(answers).hasSize(2 * 20 * (24 + 4 + 1 + value.length()));
            assertThat(((SSLSocket) wire.socket).getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    /** Java's client would not even ask for it: a hello as one of 2006 would send it. */
    @Test
    void oldClient_tls11_isRefusedForItsVersion() throws Exception {
        try (MemcachedServer server = start(second().write(directory));
                Wire wire = new Wire(server.port())) {
            String random = "11".repeat(32);
            // ECDHE_RSA and RSA with AES, without a renegotiation that is not asked for
            String ciphers = "0008" + "c013" + "c014" + "002f" + "00ff";
            // secp256r1, uncompressed
            String extensions = "000a" + "0004" + "0002" + "0017" + "000b" + "0002" + "0100";
            String body = "0302" + random + "00" + ciphers + "0100" + length(extensions, 4) + extensions;
            String hello = "01" + length(body, 6) + body;
            wire.send("16" + "0301" + length(hello, 4) + hello);

            // an alert, fatal, protocol_version
            assertThat(wire.readToEnd()).matches("15030[1-3]0002" + "02" + "46");
        }
    }

    /** The length in bytes, as so many hexadecimal digits, of what other digits stand for. */
    private static String length(String hex, int digits) {
        return HexFormat.of().toHexDigits(hex.length() / 2, digits);
    }

    @Test
    void client_halfCloses_getsWhatItAskedForAndTheEnd() throws Exception {
        try (MemcachedServer server = start(first().write(directory));
                Wire wire = new Wire(server.port(), first().client(null))) {
            wire.send(request(0x11, 0, NO_EXTRAS, "k", "v"));
            wire.send(request(0x0c, 0, "", "k", ""));
            wire.socket.shutdownOutput();
            // closed by TLS's own message, not only by the socket: Java's client would throw otherwise
            assertThat(wire.readToEnd()).endsWith(Wire.text("kv"));
        }
    }

    @Test
    void plainBytes_closeThatConnectionOnly() throws Exception {
        try (MemcachedServer server = start(first().write(directory));
                Wire tls = new Wire(server.port(), first().client(null))) {
            tls.answers();
            try (Wire plain = new Wire(server.port())) {
                plain.send(request(0x0a, 0, "", "", ""));
                // an alert of TLS, or nothing: no answer in any case
                assertThat(plain.readToEnd()).doesNotStartWith("81");
            }
            assertThat(tls.answers()).isEmpty();
        }
    }

    @Test
    void ownClient_overTls_works() throws Exception {
        try (MemcachedServer server = start(first().write(directory));
                MemcachedClient client = MemcachedClient.builder()
                        .node(new NodeAddress("localhost", server.port()))
                        .operationTimeout(Duration.ofSeconds(20))
                        .tls(first().client(null))
                        .build()) {
            byte[] key = "k".getBytes(StandardCharsets.US_ASCII);
            byte[] value = new byte[300_000];
            assertThat(client.set(key, value, 0, 0).isDone()).isTrue();
            assertThat(Objects.requireNonNull(client.get(key)).value()).isEqualTo(value);
        }
    }

    @Test
    void mutual_clientCertificate_isRequiredAndChecked() throws Exception {
        TlsSettings own = first().write(directory);
        Path authorities = directory.resolve("ca.crt");
        second().writeCertificate(authorities);
        TlsSettings tls = new TlsSettings(own.certificateChain(), own.privateKey(), null, authorities);
        try (MemcachedServer server = start(tls)) {
            try (Wire wire = new Wire(server.port(), first().client(second()))) {
                wire.send(request(0x11, 0, NO_EXTRAS, "k", "v"));
                assertThat(wire.answers()).isEmpty();
            }
            assertRefused(server, first().client(null));
            assertRefused(server, first().client(first()));
        }
    }

    @Test
    void mutual_administrators_areTheNamesInCertificates() throws Exception {
        TlsSettings own = first().write(directory);
        Path authorities = directory.resolve("ca.crt");
        second().writeCertificate(authorities);
        TlsSettings tls = new TlsSettings(own.certificateChain(), own.privateKey(), null, authorities);
        for (String administrator : new String[] {"second", "third"}) {
            AccessSettings access = new AccessSettings(null, false, Set.of(administrator));
            try (MemcachedServer server = MemcachedServer.start(ServerSettings.builder()
                            .port(0)
                            .tls(tls)
                            .access(access)
                            .build());
                    Wire wire = new Wire(server.port(), first().client(second()))) {
                wire.send(request(0x08, 0, "", "", ""));
                assertThat(wire.answers().substring(12, 16))
                        .as(administrator)
                        .isEqualTo(administrator.equals("second") ? "0000" : "0020");
            }
        }
    }

    private static void assertRefused(MemcachedServer server, SSLContext client) throws IOException {
        try (Wire wire = new Wire(server.port(), client)) {
            assertThatThrownBy(() -> {
                        wire.send(request(0x11, 0, NO_EXTRAS, "k", "v"));
                        wire.answers();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void files_replaced_newConnectionsGetTheNewCertificate() throws Exception {
        TlsSettings tls = first().write(directory);
        try (MemcachedServer server = start(tls);
                Wire old = new Wire(server.port(), first().client(null))) {
            old.answers();
            second().write(directory);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> certificateName(server).contains("second"));
            // who is connected stays so
            old.send(request(0x11, 0, NO_EXTRAS, "k", "v"));
            assertThat(old.answers()).isEmpty();

            // half of a change: the old pair stays
            first().writeCertificate(tls.certificateChain());
            server.reload();
            assertThat(certificateName(server)).contains("second");
            Files.delete(tls.privateKey());
            server.reload();
            assertThat(certificateName(server)).contains("second");
            first().writeKey(tls.privateKey());
            server.reload();
            assertThat(certificateName(server)).contains("first");
        }
    }

    @Test
    void refreshCerts_filesReplaced_newConnectionsGetTheNewCertificateAtOnce() throws Exception {
        try (MemcachedServer server = start(first().write(directory));
                Wire text = new Wire(server.port(), first().client(null))) {
            second().write(directory);
            text.send(Wire.text("refresh_certs\r\n"));
            assertThat(new String(text.read(4), StandardCharsets.US_ASCII)).isEqualTo("OK\r\n");
            assertThat(certificateName(server)).contains("second");
        }
    }

    private static String certificateName(MemcachedServer server) throws Exception {
        for (TestKeys keys : new TestKeys[] {first(), second()}) {
            try (Wire wire = new Wire(server.port(), keys.client(null))) {
                wire.answers();
                return ((X509Certificate) ((SSLSocket) wire.socket).getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            } catch (SSLException e) {
                // not this one, but the other
            }
        }
        throw new IllegalStateException("one of both is shown");
    }

    @Test
    void start_keyOfAnother_isRefused() throws Exception {
        TlsSettings tls = first().write(directory);
        second().writeKey(tls.privateKey());
        assertThatThrownBy(() -> start(tls)).isInstanceOf(IOException.class).hasMessageContaining("private key");
    }
}
