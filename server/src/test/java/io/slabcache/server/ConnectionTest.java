package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What befalls connections: ends, limits, and clients that do not take their answers. */
@Timeout(120)
class ConnectionTest {
    private static final String NO_EXTRAS = "0000000000000000";
    private static final int LARGE = 1_000_000;

    private static ServerSettingsBuilder settings() {
        return ServerSettings.builder().port(0).threads(2);
    }

    /** A container may keep io_uring from its processes. */
    private static void assumeOffered(Transport transport) {
        assumeTrue(transport != Transport.IO_URING || IoUring.isAvailable(), "this machine offers no io_uring");
    }

    /** Every buffer was given back: the threads, with their caches of buffers, have ended with their servers. */
    @AfterEach
    void noBufferIsLeft() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                                .mapToLong(PoolArenaMetric::numActiveAllocations)
                                .sum())
                        .isZero());
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"AUTO", "NIO", "IO_URING"})
    void halfClosed_requestsBefore_areAllAnswered(Transport transport) throws IOException {
        assumeOffered(transport);
        try (MemcachedServer server =
                        MemcachedServer.start(settings().transport(transport).build());
                Wire wire = new Wire(server.port())) {
            StringBuilder requests = new StringBuilder(request(0x11, 0, NO_EXTRAS, "k", "v".repeat(10_000)));
            StringBuilder answers = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append(request(0x0c, 0, "", "k", ""));
                answers.append(response(0x0c, 0, 0x7777, "00000000", "k", "v".repeat(10_000)));
            }
            wire.send(requests.toString());
            wire.socket.shutdownOutput();

            assertThat(wire.readToEnd()).hasSameSizeAs(answers);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"AUTO", "NIO", "IO_URING"})
    void halfClosed_afterQuit_allAnswersArriveThoughTheyAreTakenLate(Transport transport) throws IOException {
        assumeOffered(transport);
        try (MemcachedServer server =
                        MemcachedServer.start(settings().transport(transport).build());
                Wire wire = new Wire(narrowSocket(server.port()))) {
            // together more than the sockets hold, so that some of the last answer waits when the connection's end is
            // seen
            String value = "v".repeat(LARGE);
            StringBuilder requests = new StringBuilder(request(0x11, 0, NO_EXTRAS, "k", value));
            requests.append(request(0x0c, 0, "", "k", "").repeat(20));
            int answers = 20 * response(0x0c, 0, 0x7777, "00000000", "k", value).length();
            wire.send(requests + request(0x07, 0, "", "", ""));
            wire.socket.shutdownOutput();

            assertThat(wire.readToEnd().length())
                    .isEqualTo(answers + response(0x07, 0, 0x7777, "", "", "").length());
        }
    }

    /** A socket that takes little at once, so that the server waits for it again and again. */
    private static Socket narrowSocket(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    @Test
    void halfClosed_withinARequest_endsWithoutAnAnswer() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(settings().build());
                Wire wire = new Wire(server.port())) {
            wire.send(request(0x01, 0, NO_EXTRAS, "k", "value").substring(0, 70));
            wire.socket.shutdownOutput();

            assertThat(wire.readToEnd()).isEmpty();
            assertStores(server);
        }
    }

    @Test
    void ioUring_askedFor_serves() throws IOException {
        assumeOffered(Transport.IO_URING);
        try (MemcachedServer server =
                MemcachedServer.start(settings().transport(Transport.IO_URING).build())) {
            assertStores(server);
            try (Wire wire = new Wire(server.port())) {
                wire.send(Wire.text("stats settings\r\n"));
                assertThat(wire.readTo("END\r\n")).containsIgnoringCase("STAT transport io_uring\r\n");
            }
        }
    }

    @Test
    void reset_withinAValue_givesItsMemoryBack() throws IOException {
        assertResetGivesMemoryBack(i -> Wire.bytes(request(0x01, 0, NO_EXTRAS, "k" + i, "v".repeat(LARGE))));
    }

    @Test
    void reset_withinADataBlock_givesItsMemoryBack() throws IOException {
        assertResetGivesMemoryBack(
                i -> ("set k" + i + " 0 0 " + LARGE + "\r\n" + "v".repeat(LARGE)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Begins more values than the memory could hold at a time, and breaks each off. */
    private static void assertResetGivesMemoryBack(IntFunction<byte[]> write) throws IOException {
        try (MemcachedServer server =
                MemcachedServer.start(settings().memory(4 << 20).build())) {
            for (int i = 0; i < 40; i++) {
                try (Wire wire = new Wire(server.port())) {
                    wire.send(Arrays.copyOf(write.apply(i), LARGE / 2));
                    wire.socket.setSoLinger(true, 0);
                }
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertStores(server));
        }
    }

    @Test
    void noProtocol_lineWithoutEnd_closesThatConnectionOnly() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(settings().build())) {
            try (Wire wire = new Wire(server.port())) {
                wire.send("ff00".repeat(1100));
                assertThat(wire.readToEnd()).isEmpty();
            }
            assertStores(server);
        }
    }

    @Test
    void connections_beyondTheLimit_areToldAndTheirPlacesComeBack() throws IOException {
        try (MemcachedServer server =
                MemcachedServer.start(settings().maxConnections(2).build())) {
            try (Wire first = new Wire(server.port());
                    Wire second = new Wire(server.port())) {
                first.answers();
                second.answers();
                try (Wire third = new Wire(server.port())) {
                    assertThat(third.readToEnd()).isEqualTo(Wire.text("ERROR Too many open connections\r\n"));
                }
                first.answers();
            }
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> assertStores(server));
        }
    }

    @Test
    void readerThatNeverReads_largeAnswers_staysWithinTheBound() throws Exception {
        try (MemcachedServer server = MemcachedServer.start(settings().build());
                Wire wire = new Wire(server.port());
                Wire other = new Wire(server.port())) {
            wire.send(request(0x11, 0, NO_EXTRAS, "k", "v".repeat(LARGE)));
            wire.answers();
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            byte[] get = Wire.bytes(request(0x00, 0, "", "k", "").repeat(1000));
            AtomicLong sent = new AtomicLong();
            Thread sender = new Thread(() -> {
                try {
                    OutputStream out = wire.socket.getOutputStream();
                    while (true) {
                        out.write(get);
                        sent.addAndGet(get.length);
                    }
                } catch (IOException e) {
                    // closed at the end of the test
                    return;
                }
            });
            sender.start();
            // it comes to a stand: the sockets are full, and nobody reads
            AtomicLong last = new AtomicLong(-1);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
            long grown = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            assertThat(grown).isLessThan(64L << 20);
            assertThat(sent.get()).isLessThan(64L << 20);

            // nobody else notices, and what was asked for is still answered
            other.send(request(0x0a, 0, "", "", ""));
            assertThat(other.answers()).isEqualTo(response(0x0a, 0, 0, "", "", ""));
            int frameLength = 24 + 4 + LARGE;
            for (int i = 0; i < 20; i++) {
                byte[] answer = wire.read(frameLength);
                assertThat(Wire.hex(Arrays.copyOf(answer, 16))).isEqualTo("8100000004000000" + "000f4244" + "deadbeef");
                assertThat(answer[frameLength - 1]).isEqualTo((byte) 'v');
            }
            wire.socket.close();
            sender.join();
        }
    }

    @Test
    void silentConnection_watches_staysLongerThanTheIdleTimeout() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(
                        settings().idleTimeout(Duration.ofSeconds(1)).build());
                Wire watcher = new Wire(server.port())) {
            watcher.send(Wire.text("watch mutations\r\n"));
            watcher.readTo("OK\r\n");
            try (Wire idle = new Wire(server.port())) {
                idle.answers();
                assertThat(idle.readToEnd()).isEmpty();
            }
            try (Wire writer = new Wire(server.port())) {
                writer.send(Wire.text("set k 0 0 1\r\nv\r\n"));
                writer.readTo("STORED\r\n");
            }
            assertThat(watcher.readTo("\n")).contains("item_store key=k");
        }
    }

    @Test
    void silentConnection_idleTimeout_isClosed() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(
                        settings().idleTimeout(Duration.ofSeconds(1)).build());
                Wire wire = new Wire(server.port())) {
            wire.answers();
            assertThat(wire.readToEnd()).isEmpty();
        }
    }

    @Test
    void slowBody_requestTimeout_isClosed() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(
                        settings().requestTimeout(Duration.ofSeconds(1)).build());
                Wire idle = new Wire(server.port());
                Wire slow = new Wire(server.port())) {
            idle.answers();
            slow.send(request(0x01, 0, NO_EXTRAS, "k", "value").substring(0, 70));
            assertThat(slow.readToEnd()).isEmpty();
            idle.answers();
        }
    }

    @Test
    void slowBody_aByteNowAndThen_isClosedToo() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(
                        settings().requestTimeout(Duration.ofSeconds(1)).build());
                Wire slow = new Wire(server.port())) {
            slow.send(request(0x01, 0, NO_EXTRAS, "k", "v".repeat(LARGE)).substring(0, 70));
            await().atMost(Duration.ofSeconds(20)).until(() -> isRefused(slow));
        }
    }

    /** Sends one more byte; true if the other side has closed the connection. */
    private static boolean isRefused(Wire wire) {
        try {
            wire.send("76");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void close_connectionsOpen_endsThemAndFreesThePort() throws IOException {
        MemcachedServer server = MemcachedServer.start(settings().build());
        int port = server.port();
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Wire wire = new Wire(port);
            wire.answers();
            wires.add(wire);
        }
        CountDownLatch closed = new CountDownLatch(1);
        new Thread(() -> {
                    server.close();
                    server.close();
                    closed.countDown();
                })
                .start();
        for (Wire wire : wires) {
            assertThat(wire.readToEnd()).isEmpty();
            wire.close();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> closed.getCount() == 0);
        MemcachedServer.start(settings().port(port).build()).close();
    }

    @Test
    void start_portTaken_saysWhich() throws IOException {
        try (MemcachedServer server = MemcachedServer.start(settings().build())) {
            int port = server.port();
            assertThatThrownBy(() -> MemcachedServer.start(settings().port(port).build()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen")
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    /** The server stores and answers. */
    private static void assertStores(MemcachedServer server) throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(request(0x11, 0, NO_EXTRAS, "check", "x".repeat(LARGE)));
            wire.send(request(0x0c, 0, "", "check", ""));
            assertThat(wire.answers()).endsWith(Wire.text("check" + "x".repeat(LARGE)));
        }
    }
}
