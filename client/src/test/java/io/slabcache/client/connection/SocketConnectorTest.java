package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.connection.TestFrames.Request;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketConnectorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void connect_serverTellsSettings_isReady() throws IOException {
        try (TestPeer peer = new TestPeer(TestFrames::serveMemcached)) {
            Connector.Connected connected = new TestSettings().connector().connect(peer.node());
            try (Transport transport = connected.transport()) {
                assertThat(connected.version()).isEqualTo("1.6.99-test");
                assertThat(connected.maxItemSize()).isEqualTo(1024 * 1024);
                assertThat(transport.channel().isBlocking()).isFalse();
                assertThat(transport.channel().isRegistered()).isFalse();
                assertThat(transport.channel().getOption(StandardSocketOptions.TCP_NODELAY))
                        .isTrue();
                assertThat(transport.channel().getOption(StandardSocketOptions.SO_KEEPALIVE))
                        .isTrue();
            }
            assertThat(peer.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x81, 0x20, 0x08})
    void connect_settingsRefused_isReadyWithoutThem(int status) throws IOException {
        TestPeer.Script script = socket -> {
            while (true) {
                Request request = TestFrames.read(socket.getInputStream());
                if (request.is(Opcode.STAT)) {
                    socket.getOutputStream().write(TestFrames.response(request, status, "", "no"));
                } else {
                    TestFrames.answer(request, socket.getOutputStream());
                }
            }
        };
        try (TestPeer peer = new TestPeer(script)) {
            Connector.Connected connected = new TestSettings().connector().connect(peer.node());
            connected.transport().close();
            assertThat(connected.maxItemSize()).isZero();
        }
    }

    @Test
    void connect_serverWantsAuthentication_failsAndSaysSo() throws IOException {
        TestPeer.Script script = socket -> {
            TestFrames.answer(TestFrames.read(socket.getInputStream()), socket.getOutputStream());
            Request stat = TestFrames.read(socket.getInputStream());
            TestFrames.read(socket.getInputStream());
            socket.getOutputStream().write(TestFrames.response(stat, 0x20, "", "Auth failure."));
        };
        try (TestPeer peer = new TestPeer(script)) {
            assertThatThrownBy(() -> new TestSettings().connector().connect(peer.node()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("node=" + peer.node())
                    .hasMessageContaining("server must not require authentication");
        }
    }

    @Test
    void connect_serverAnswersGarbage_fails() throws IOException {
        try (TestPeer peer = new TestPeer(socket -> socket.getOutputStream().write("ERROR\r\n".getBytes(US_ASCII)))) {
            assertThatThrownBy(() -> new TestSettings().connector().connect(peer.node()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("binary protocol");
        }
    }

    @Test
    void connect_serverAnswersMoreThanAsked_fails() throws IOException {
        TestPeer.Script script = socket -> {
            for (int i = 0; i < 2; i++) {
                TestFrames.answer(TestFrames.read(socket.getInputStream()), socket.getOutputStream());
            }
            Request noop = TestFrames.read(socket.getInputStream());
            byte[] response = TestFrames.response(noop, 0, "", "");
            byte[] twice = new byte[2 * response.length];
            System.arraycopy(response, 0, twice, 0, response.length);
            System.arraycopy(response, 0, twice, response.length, response.length);
            socket.getOutputStream().write(twice);
        };
        try (TestPeer peer = new TestPeer(script)) {
            assertThatThrownBy(() -> new TestSettings().connector().connect(peer.node()))
                    .hasMessageContaining("server must not send more than the answers");
        }
    }

    @Test
    void connect_serverNeverAnswers_failsInTimeAndLeavesNoSocket() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        TestPeer.Script script = socket -> {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            ended.countDown();
        };
        try (TestPeer peer = new TestPeer(script)) {
            assertThatThrownBy(() -> new TestSettings()
                            .connectTimeout(Duration.ofMillis(50))
                            .connector()
                            .connect(peer.node()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("timeout=PT0.05S");
            await().until(() -> ended.getCount() == 0);
        }
    }

    /** Complaint 8: a listener that does not accept yet takes connections into its queue, and late ones must be closed. */
    @Test
    void connect_acceptedAfterTheTimeout_leavesNoSocket() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            List<Socket> late = new ArrayList<>();
            SocketConnector connector =
                    new TestSettings().connectTimeout(Duration.ofMillis(30)).connector();
            NodeAddress node = new NodeAddress("127.0.0.1", listener.getLocalPort());
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> connector.connect(node)).isInstanceOf(IOException.class);
            }
            listener.setSoTimeout(200);
            try {
                while (true) {
                    late.add(listener.accept());
                }
            } catch (SocketTimeoutException e) {
                assertThat(late).isNotEmpty();
            }
            for (Socket socket : late) {
                try (socket) {
                    socket.setSoTimeout(10_000);
                    socket.getInputStream().readAllBytes();
                }
            }
        }
    }

    @Test
    void connect_firstAddressIsDead_triesTheNext() throws IOException {
        try (TestPeer peer = new TestPeer(TestFrames::serveMemcached)) {
            InetAddress nobody = InetAddress.getByName("127.0.0.2");
            SocketConnector connector = new TestSettings().connector(host -> new InetAddress[] {nobody, LOOPBACK});
            connector.connect(peer.node("two.example")).transport().close();
            assertThat(peer.accepted()).isEqualTo(1);
        }
    }

    @Test
    void connect_allAddressesDead_namesEach() throws IOException {
        InetAddress first = InetAddress.getByName("127.0.0.2");
        InetAddress second = InetAddress.getByName("127.0.0.3");
        SocketConnector connector = new TestSettings().connector(host -> new InetAddress[] {first, second});
        assertThatThrownBy(() -> connector.connect(new NodeAddress("two.example", unusedPort())))
                .hasMessageContaining("node=two.example")
                .hasMessageContaining("address=127.0.0.3")
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("address=127.0.0.2"));
    }

    /** Complaint 9. */
    @Test
    void connect_nameMoved_goesToTheNewAddress() throws IOException {
        try (TestPeer peer = new TestPeer(TestFrames::serveMemcached)) {
            AtomicInteger asked = new AtomicInteger();
            InetAddress nobody = InetAddress.getByName("127.0.0.2");
            SocketConnector connector = new TestSettings()
                    .connector(host -> new InetAddress[] {asked.getAndIncrement() == 0 ? nobody : LOOPBACK});
            NodeAddress node = peer.node("moving.example");
            assertThatThrownBy(() -> connector.connect(node)).isInstanceOf(IOException.class);
            connector.connect(node).transport().close();
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void close_attemptUnderWay_makesItFail() throws Exception {
        CountDownLatch accepted = new CountDownLatch(1);
        TestPeer.Script script = socket -> {
            accepted.countDown();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        };
        try (TestPeer peer = new TestPeer(script)) {
            SocketConnector connector =
                    new TestSettings().connectTimeout(Duration.ofHours(1)).connector();
            FutureTask<Throwable> attempt =
                    new FutureTask<>(() -> catchThrowable(() -> connector.connect(peer.node())));
            Thread thread = new Thread(attempt, "attempt");
            thread.start();
            accepted.await();
            connector.close();
            assertThat(attempt.get()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> connector.connect(peer.node())).hasMessageContaining("closed");
        }
    }

    @Test
    void connect_interrupted_failsAndKeepsTheInterrupt() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        TestPeer.Script script = socket -> {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            ended.incrementAndGet();
        };
        try (TestPeer peer = new TestPeer(script)) {
            SocketConnector connector =
                    new TestSettings().connectTimeout(Duration.ofHours(1)).connector();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> connector.connect(peer.node())).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            await().until(() -> ended.get() == peer.accepted());
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 0, LOOPBACK)) {
            return listener.getLocalPort();
        }
    }
}
