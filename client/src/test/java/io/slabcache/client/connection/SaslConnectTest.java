package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slabcache.client.Credentials;
import io.slabcache.client.connection.TestFrames.Request;
import io.slabcache.client.testing.TestCertificates;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslConnectTest {
    private static final String PASSWORD = "s3cret-never-shown";

    /** What the server got, as opcode, key and value. */
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** A server with these mechanisms that answers steps of authentication as told, in their order. */
    private TestPeer.Script server(String mechanisms, Answer... answers) {
        return socket -> serve(socket, mechanisms, List.of(answers));
    }

    private void serve(Socket socket, String mechanisms, List<Answer> answers) throws IOException {
        List<Answer> left = new ArrayList<>(answers);
        OutputStream out = socket.getOutputStream();
        while (true) {
            Request request = TestFrames.read(socket.getInputStream());
            requests.add(request);
            if (request.is(Opcode.SASL_LIST_MECHANISMS)) {
                out.write(TestFrames.response(request, 0, "", mechanisms));
            } else if (request.is(Opcode.SASL_AUTH) || request.is(Opcode.SASL_STEP)) {
                Answer answer = left.remove(0);
                out.write(TestFrames.response(request, answer.status(), "", answer.value()));
            } else {
                TestFrames.answer(request, out);
            }
        }
    }

    private record Answer(int status, String value) {}

    private static TestSettings settings() {
        return new TestSettings().credentials("joe", PASSWORD);
    }

    private static Throwable failure(TestPeer peer, TestSettings settings) {
        Throwable failure = catchThrowable(() -> settings.connector().connect(peer.node()));
        assertThat(failure).isInstanceOf(IOException.class);
        for (Throwable t = failure; t != null; t = t.getCause()) {
            assertThat(t).hasMessageNotContaining(PASSWORD);
        }
        return failure;
    }

    @Test
    void connect_plainAllowed_sendsUserAndPassword() throws IOException {
        try (TestPeer peer = new TestPeer(server("CRAM-MD5 PLAIN", new Answer(0, "Authenticated")))) {
            settings()
                    .allowPlainWithoutTls()
                    .connector()
                    .connect(peer.node())
                    .transport()
                    .close();
            assertThat(requests.get(1).key()).isEqualTo("PLAIN");
            assertThat(requests.get(1).value()).isEqualTo("\0joe\0" + PASSWORD);
        }
    }

    @Test
    void connect_plainInTheClear_isRefusedBeforeThePasswordIsSent() throws IOException {
        try (TestPeer peer = new TestPeer(server("PLAIN", new Answer(0, "Authenticated")))) {
            assertThat(failure(peer, settings()))
                    .hasMessageContaining("mechanisms=PLAIN")
                    .hasMessageContaining("tls=false")
                    .hasMessageContaining("allowPlainWithoutTls=false");
            assertThat(requests).noneMatch(request -> request.is(Opcode.SASL_AUTH));
        }
    }

    @Test
    void connect_plainThroughTls_isReady() throws IOException {
        TestCertificates certificates = TestCertificates.create("ip:127.0.0.1");
        TestPeer.Script script = socket -> {
            try (SSLSocket tls = TestTls.accept(certificates.server(), socket, "TLSv1.3")) {
                serve(tls, "PLAIN", List.of(new Answer(0, "Authenticated")));
            }
        };
        try (TestPeer peer = new TestPeer(script)) {
            settings()
                    .tls(certificates.client())
                    .connector()
                    .connect(peer.node())
                    .transport()
                    .close();
            assertThat(requests.get(1).value()).isEqualTo("\0joe\0" + PASSWORD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CRAM-MD5 SCRAM-SHA-1", "PLAINER SCRAM-SHA-256-PLUS"})
    void connect_noMechanismInCommon_fails(String mechanisms) throws IOException {
        try (TestPeer peer = new TestPeer(server(mechanisms))) {
            assertThat(failure(peer, settings().allowPlainWithoutTls()))
                    .hasMessageContaining("mechanisms=" + mechanisms + ",");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x08})
    void connect_credentialsRefused_fails(int status) throws IOException {
        try (TestPeer peer = new TestPeer(server("PLAIN", new Answer(status, "Auth failure.")))) {
            assertThat(failure(peer, settings().allowPlainWithoutTls()))
                    .hasMessageContaining("server must accept the credentials: user=joe, mechanism=PLAIN");
        }
    }

    @ParameterizedTest
    @CsvSource({"0x81,true", "0x83,true", "0x81,false"})
    void connect_serverWithoutAuthentication_dependsOnTheSetting(String status, boolean allowed) throws IOException {
        TestPeer.Script script = socket -> {
            while (true) {
                Request request = TestFrames.read(socket.getInputStream());
                if (request.is(Opcode.SASL_LIST_MECHANISMS)) {
                    socket.getOutputStream()
                            .write(TestFrames.response(request, Integer.decode(status), "", "Unknown command"));
                } else {
                    TestFrames.answer(request, socket.getOutputStream());
                }
            }
        };
        try (TestPeer peer = new TestPeer(script)) {
            if (allowed) {
                settings()
                        .allowMissingAuthentication()
                        .connector()
                        .connect(peer.node())
                        .transport()
                        .close();
            } else {
                assertThat(failure(peer, settings())).hasMessageContaining("allowMissingAuthentication=false");
            }
        }
    }

    /** With the example of RFC 7677; memcached sends its proof before the success, others may send it with the success. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void authenticate_scramOfTheRfc_isDone(boolean proofFirst) throws IOException {
        Answer challenge = new Answer(0x21, ScramSha256Test.CHALLENGE);
        TestPeer.Script script = proofFirst
                ? server(
                        "PLAIN SCRAM-SHA-256",
                        challenge,
                        new Answer(0x21, ScramSha256Test.PROOF),
                        new Answer(0, "Authenticated"))
                : server("SCRAM-SHA-256 PLAIN", challenge, new Answer(0, ScramSha256Test.PROOF));
        try (TestPeer peer = new TestPeer(script)) {
            authenticate(peer);
            assertThat(requests.get(1).value()).isEqualTo(ScramSha256Test.CLIENT_FIRST);
            assertThat(requests.get(2).value()).isEqualTo(ScramSha256Test.CLIENT_FINAL);
            assertThat(requests).hasSize(proofFirst ? 4 : 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x21,v=AAAA", "0,v=AAAA", "0,Authenticated", "0x20,Auth failure.", "0x21,e=invalid-proof"})
    void authenticate_scramWithoutTheServersProof_fails(String status, String value) throws IOException {
        try (TestPeer peer = new TestPeer(server(
                "SCRAM-SHA-256",
                new Answer(0x21, ScramSha256Test.CHALLENGE),
                new Answer(Integer.decode(status), value),
                new Answer(0, "Authenticated")))) {
            assertThatThrownBy(() -> authenticate(peer)).isInstanceOf(IOException.class);
        }
    }

    private static void authenticate(TestPeer peer) throws IOException {
        SaslAuthentication authentication = new SaslAuthentication(
                Credentials.of(ScramSha256Test.USER, ScramSha256Test.PASSWORD.toCharArray()),
                false,
                false,
                () -> ScramSha256Test.NONCE);
        Dialer dialer = new Dialer(Duration.ofSeconds(20), HostResolver.SYSTEM, null);
        dialer.dial(peer.node(), (transport, stream) -> {
                    authentication.authenticate(new BinaryConversation(stream), false);
                    return transport;
                })
                .close();
    }

    /** Complaint 4: a server that is too slow for once is asked again, and a new password is used at once. */
    @Test
    void connect_authenticationTimedOut_isTriedAgainFromTheStart() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        TestPeer.Script script = socket -> {
            if (connections.incrementAndGet() == 1) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } else {
                serve(socket, "PLAIN", List.of(new Answer(0, "Authenticated")));
            }
        };
        try (TestPeer peer = new TestPeer(script)) {
            assertThat(failure(peer, settings().allowPlainWithoutTls().connectTimeout(Duration.ofMillis(50))))
                    .hasMessageContaining("timeout=PT0.05S");
            settings()
                    .allowPlainWithoutTls()
                    .connector()
                    .connect(peer.node())
                    .transport()
                    .close();
        }
    }
}
