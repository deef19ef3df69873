package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.connection.TestTls.Client;
import io.slabcache.client.testing.TestCertificates;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTransportTest {
    private static final int RESPONSE_LENGTH = 40;

    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.create("dns:localhost,ip:127.0.0.1");
    }

    private static Client connect(TestPeer peer) throws IOException {
        return new Client(peer.node(), new TlsClient(certificates.client(), true));
    }

    private static TestPeer peer(String protocol, TlsScript script) throws IOException {
        return new TestPeer(socket -> {
            try (SSLSocket tls = TestTls.accept(certificates.server(), socket, protocol)) {
                script.serve(tls);
            }
        });
    }

    /** Complaint 16: the socket is silent after the one record, and all of the hundred must be given out. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_hundredResponsesInOneRecord_givesOutAll(String protocol) throws IOException {
        byte[] responses = bytes(100 * RESPONSE_LENGTH, 1);
        CountDownLatch done = new CountDownLatch(1);
        try (TestPeer peer = peer(protocol, tls -> {
                    tls.getOutputStream().write(responses);
                    awaitLatch(done);
                });
                Client client = connect(peer)) {
            ByteBuffer in = ByteBuffer.allocate(responses.length);
            // Room for one response at a time: 99 are left behind in the transport, where no selector sees them.
            in.limit(RESPONSE_LENGTH);
            client.stream().receive(in);
            while (in.limit() < in.capacity()) {
                assertThat(client.transport.hasBufferedInput()).isTrue();
                in.limit(in.limit() + RESPONSE_LENGTH);
                assertThat(client.transport.read(in)).isEqualTo(RESPONSE_LENGTH);
            }
            assertThat(client.transport.hasBufferedInput()).isFalse();
            assertThat(client.transport.read(ByteBuffer.allocate(1))).isZero();
            assertThat(in.array()).isEqualTo(responses);
            done.countDown();
        }
    }

    /** Complaint 16, the other way round. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_oneResponseOverFiveRecords_givesOutAll(String protocol) throws IOException {
        byte[] response = bytes(5 * RESPONSE_LENGTH, 2);
        try (TestPeer peer = peer(protocol, tls -> {
                    for (int i = 0; i < 5; i++) {
                        tls.getOutputStream().write(response, i * RESPONSE_LENGTH, RESPONSE_LENGTH);
                    }
                    tls.getInputStream().read();
                });
                Client client = connect(peer)) {
            assertThat(client.receive(response.length)).isEqualTo(response);
        }
    }

    @Test
    void read_manyRecordsAtHand_needsNoFurtherEvent() throws Exception {
        byte[] answer = bytes(5 * RESPONSE_LENGTH, 2);
        CountDownLatch written = new CountDownLatch(1);
        try (TestPeer peer = peer("TLSv1.3", tls -> {
                    tls.getInputStream().read();
                    for (int i = 0; i < 5; i++) {
                        tls.getOutputStream().write(answer, i * RESPONSE_LENGTH, RESPONSE_LENGTH);
                    }
                    written.countDown();
                    tls.getInputStream().read();
                });
                Client client = connect(peer)) {
            client.stream().send(ByteBuffer.wrap(new byte[] {1}));
            written.await();
            ByteBuffer in = ByteBuffer.allocate(2 * answer.length);
            // Session tickets and the five records have all arrived: one call may do for them.
            await().until(() -> {
                client.transport.read(in);
                return in.position() == answer.length;
            });
            assertThat(Arrays.copyOf(in.array(), answer.length)).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,1", "TLSv1.2,1", "TLSv1.3,7", "TLSv1.2,16000", "TLSv1.3,1000000"})
    void transfer_anyFragmentsOfTheStream_keepsEveryByte(String protocol, int fragment) throws IOException {
        byte[] value = bytes(fragment < 100 ? 2_000 : 3_000_000, 3);
        try (TestPeer server = peer(protocol, TlsTransportTest::echo);
                TestPeer relay =
                        new TestPeer(socket -> relay(socket, server.node().port(), fragment));
                Client client = connect(relay)) {
            FutureTask<byte[]> received = new FutureTask<>(() -> client.receive(value.length));
            Thread reader = start(received);
            writeAll(client, value);
            assertThat(join(received, reader)).isEqualTo(value);
        }
    }

    /** The server renews its keys again and again (TLS 1.3) or renegotiates (TLS 1.2) while both directions are busy. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void transfer_handshakesInBetween_keepsEveryByte(String protocol) throws IOException {
        byte[] value = bytes(4_000_000, 4);
        AtomicInteger handshakes = new AtomicInteger();
        TlsScript script = tls -> {
            InputStream in = tls.getInputStream();
            OutputStream out = tls.getOutputStream();
            byte[] buffer = new byte[32 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (handshakes.get() < 10) {
                    handshakes.incrementAndGet();
                    tls.startHandshake();
                }
            }
        };
        try (TestPeer peer = peer(protocol, script);
                Client client = connect(peer)) {
            FutureTask<byte[]> received = new FutureTask<>(() -> client.receive(value.length));
            Thread reader = start(received);
            writeAll(client, value);
            assertThat(join(received, reader)).isEqualTo(value);
            assertThat(handshakes).hasValue(10);
            assertThat(peer.failures()).isEmpty();
        }
    }

    @Test
    void write_peerDoesNotRead_takesNothingMoreAndGoesOnLater() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        AtomicReference<byte[]> received = new AtomicReference<>();
        byte[] value = bytes(20_000_000, 5);
        try (TestPeer peer = peer("TLSv1.3", tls -> {
                    tls.startHandshake();
                    awaitLatch(full);
                    received.set(tls.getInputStream().readNBytes(value.length));
                });
                Client client = connect(peer)) {
            ByteBuffer[] sources = {ByteBuffer.wrap(value), ByteBuffer.wrap(value)};
            sources[1].limit(0);
            while (client.transport.write(sources, 2) > 0) {
                assertThat(sources[0].hasRemaining()).isTrue();
            }
            assertThat(client.transport.flush()).isFalse();
            full.countDown();
            while (sources[0].hasRemaining()) {
                client.await(SelectionKey.OP_WRITE);
                client.transport.write(sources, 1);
            }
            while (!client.transport.flush()) {
                client.await(SelectionKey.OP_WRITE);
            }
            await().until(() -> received.get() != null);
            assertThat(received.get()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_peerSaysGoodbye_isTheEnd(String protocol) throws IOException {
        try (TestPeer peer = peer(protocol, tls -> tls.getOutputStream().write(new byte[] {1, 2}));
                Client client = connect(peer)) {
            assertThat(client.receive(2)).containsExactly(1, 2);
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
            assertThat(client.transport.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_endWithoutGoodbye_isAnError(String protocol) throws IOException {
        try (TestPeer peer = new TestPeer(socket -> {
                    SSLSocket tls = TestTls.accept(certificates.server(), socket, protocol);
                    tls.getOutputStream().write(new byte[] {1, 2});
                    tls.getInputStream().read();
                    socket.shutdownOutput();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
                Client client = connect(peer)) {
            client.stream().send(ByteBuffer.wrap(new byte[] {1}));
            ByteBuffer in = ByteBuffer.allocate(3);
            while (in.position() < 2) {
                client.stream().receive(in);
            }
            assertThatThrownBy(() -> client.stream().receive(in))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("close_notify");
        }
    }

    @Test
    void read_garbageBehindARecord_givesOutTheRecordFirst() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (TestPeer peer = new TestPeer(socket -> {
                    SSLSocket tls = TestTls.accept(certificates.server(), socket, "TLSv1.3");
                    tls.getInputStream().read();
                    tls.getOutputStream().write(new byte[] {1, 2});
                    socket.getOutputStream().write("this is no record at all".getBytes(US_ASCII));
                    sent.countDown();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
                Client client = connect(peer)) {
            client.stream().send(ByteBuffer.wrap(new byte[] {1}));
            sent.await();
            assertThat(client.receive(2)).containsExactly(1, 2);
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void close_whenIdle_saysGoodbye(String protocol) throws IOException {
        AtomicReference<Integer> end = new AtomicReference<>();
        try (TestPeer peer = peer(protocol, tls -> {
            tls.getOutputStream().write(1);
            end.set(tls.getInputStream().read());
        })) {
            Client client = connect(peer);
            client.receive(1);
            client.close();
            client.close();
            await().until(() -> end.get() != null);
            assertThat(end).hasValue(-1);
            assertThat(peer.failures()).isEmpty();
        }
    }

    @Test
    void handshake_peerIsNoTlsServer_fails() throws IOException {
        try (TestPeer peer = new TestPeer(socket -> {
            socket.getOutputStream().write("ERROR\r\n".getBytes(US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            assertThatThrownBy(() -> connect(peer)).isInstanceOf(SSLException.class);
        }
    }

    private static void echo(SSLSocket tls) throws IOException {
        tls.getInputStream().transferTo(tls.getOutputStream());
    }

    private static void writeAll(Client client, byte[] value) throws IOException {
        ByteBuffer[] sources = {ByteBuffer.wrap(value, 0, value.length / 3), ByteBuffer.wrap(value)};
        sources[1].position(value.length / 3);
        while (sources[1].hasRemaining() || !client.transport.flush()) {
            if (client.transport.write(sources, 2) == 0) {
                // The reader has the selector; a writer that is not the reader tries again.
                Thread.onSpinWait();
            }
        }
    }

    /** Passes bytes on in pieces, in both directions. */
    private static void relay(Socket socket, int port, int fragment) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = start(new FutureTask<Void>(() -> {
                pass(server, socket, fragment);
                return null;
            }));
            pass(socket, server, fragment);
            join(back);
        }
    }

    private static void pass(Socket from, Socket to, int fragment) throws IOException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        byte[] buffer = new byte[fragment];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            to.getOutputStream().write(buffer, 0, count);
        }
        to.shutdownOutput();
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "other-direction");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static byte[] join(FutureTask<byte[]> task, Thread thread) {
        join(thread);
        try {
            return task.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private interface TlsScript {
        void serve(SSLSocket tls) throws IOException;
    }
}
