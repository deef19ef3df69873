package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.TestCertificates;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.RequestHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsConnectTest {
    private static final HostResolver TO_LOOPBACK = host -> InetAddress.getAllByName("127.0.0.1");

    private static TestCertificates certificates;
    private static TestCertificates others;

    /** What clients said they wanted. */
    private final List<SNIServerName> wanted = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.create("dns:node.example,ip:127.0.0.1");
        others = TestCertificates.create("dns:other.example");
    }

    private TestPeer peer(String protocol) throws IOException {
        return new TestPeer(socket -> {
            try (SSLSocket tls = TestTls.accept(certificates.server(), socket, protocol)) {
                tls.startHandshake();
                wanted.addAll(((ExtendedSSLSession) tls.getSession()).getRequestedServerNames());
                TestFrames.serveMemcached(tls);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void connect_certificateOfTheNode_isReadyAndSaysTheName(String protocol) throws IOException {
        try (TestPeer peer = peer(protocol)) {
            SocketConnector connector =
                    new TestSettings().tls(certificates.client()).connector(TO_LOOPBACK);
            try (Transport transport =
                    connector.connect(peer.node("node.example")).transport()) {
                assertThat(transport).isInstanceOf(TlsTransport.class);
                assertThat(transport.channel().isBlocking()).isFalse();
            }
            assertThat(wanted).containsExactly(new SNIHostName("node.example"));
        }
    }

    @Test
    void connect_nodeIsAnAddress_saysNoName() throws IOException {
        try (TestPeer peer = peer("TLSv1.3")) {
            new TestSettings()
                    .tls(certificates.client())
                    .connector()
                    .connect(peer.node())
                    .transport()
                    .close();
            assertThat(wanted).isEmpty();
        }
    }

    @Test
    void connect_certificateOfAnotherName_fails() throws IOException {
        try (TestPeer peer = peer("TLSv1.3")) {
            NodeAddress node = peer.node("elsewhere.example");
            TestSettings settings = new TestSettings().tls(certificates.client());
            assertThatThrownBy(() -> settings.connector(TO_LOOPBACK).connect(node))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(GeneralSecurityException.class)
                    .hasStackTraceContaining("elsewhere.example");
            settings.verifyHostName(false)
                    .connector(TO_LOOPBACK)
                    .connect(node)
                    .transport()
                    .close();
        }
    }

    @Test
    void connect_certificateNotTrusted_fails() throws IOException {
        try (TestPeer peer = peer("TLSv1.3")) {
            SocketConnector connector = new TestSettings()
                    .tls(others.client())
                    .verifyHostName(false)
                    .connector();
            assertThatThrownBy(() -> connector.connect(peer.node()))
                    .isInstanceOf(IOException.class)
                    .hasCauseInstanceOf(SSLException.class);
        }
    }

    @Test
    void engine_ofAContext_enablesNoOldProtocol() throws GeneralSecurityException, IOException {
        NodeAddress node = new NodeAddress("node.example", 1);
        assertThat(new TlsClient(SSLContext.getDefault(), true).engine(node).getEnabledProtocols())
                .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        SSLContext old = SSLContext.getInstance("TLSv1.1");
        old.init(null, null, null);
        assertThatThrownBy(() -> new TlsClient(old, true).engine(node))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("TLSv1.2");
    }

    @ParameterizedTest
    @CsvSource({
        "node.example,node.example",
        "node.example.,node.example",
        "localhost,localhost",
        "10.0.0.1,",
        "::1,",
        "a_b.example,"
    })
    void engine_ofAHost_asksForItsName(String host, String expected) throws GeneralSecurityException, IOException {
        List<SNIServerName> names = new TlsClient(SSLContext.getDefault(), true)
                .engine(new NodeAddress(host, 1))
                .getSSLParameters()
                .getServerNames();
        if (expected == null) {
            assertThat(names == null || names.isEmpty()).isTrue();
        } else {
            assertThat(names).containsExactly(new SNIHostName(expected));
        }
    }

    @Test
    void connect_realMemcached_isReady(@TempDir Path directory) throws IOException {
        RealMemcached.requireInstalled();
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        try (RealMemcached server = RealMemcached.start("-Z", "-o", "ssl_chain_cert=" + chain + ",ssl_key=" + key)) {
            Connector.Connected connected =
                    new TestSettings().tls(certificates.client()).connector().connect(server.address());
            connected.transport().close();
            assertThat(connected.version()).matches("1\\..*");
            assertThat(connected.maxItemSize()).isEqualTo(1024 * 1024);
        }
    }

    /** Without cuts in the right places the server answers some of these and waits for ever: {@link RecordCutter}. */
    @ParameterizedTest
    @CsvSource({"50,500", "5,5000", "50,5000", "5,9000", "2,20000", "3,300000"})
    void write_manyRequestsToRealMemcached_areAllAnswered(int requests, int valueLength, @TempDir Path directory)
            throws IOException {
        RealMemcached.requireInstalled();
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        try (RealMemcached server = RealMemcached.start("-Z", "-o", "ssl_chain_cert=" + chain + ",ssl_key=" + key);
                TestTls.Client client =
                        new TestTls.Client(server.address(), new TlsClient(certificates.client(), true))) {
            byte[] value = new byte[valueLength];
            ByteBuffer out = ByteBuffer.allocate(requests * (valueLength + 100));
            for (int i = 0; i < requests; i++) {
                RequestEncoder.store(out, Opcode.SET, i, 0, new byte[] {'k'}, 0, 0, value);
            }
            client.stream().send(out.flip());
            byte[] answers = client.receive(requests * FrameLayout.HEADER_LENGTH);
            assertThat(RequestHeader.opaque(ByteBuffer.wrap(answers), (requests - 1) * FrameLayout.HEADER_LENGTH))
                    .isEqualTo(requests - 1);
        }
    }
}
