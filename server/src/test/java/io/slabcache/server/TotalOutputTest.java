package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients that ask for much and take nothing. */
@Timeout(180)
class TotalOutputTest {
    private static final String NO_EXTRAS = "0000000000000000";
    private static final int LARGE = 1_000_000;
    private static final int CLIENTS = 150;
    private static final long LIMIT = 16L << 20;

    /** What a connection may hold that is not counted: a buffer that is filled, and one that was read. */
    private static final long PER_CONNECTION = (16 << 10) + (64 << 10);

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
            names = {"AUTO", "NIO"})
    void clientsThatNeverRead_largeValues_stayWithinTheBoundAndOthersGoOn(Transport transport) throws Exception {
        try (MemcachedServer server = MemcachedServer.start(ServerSettings.builder()
                        .port(0)
                        .threads(2)
                        .transport(transport)
                        .maxTotalOutput(LIMIT)
                        .build());
                Wire other = new Wire(server.port())) {
            other.send(request(0x11, 0, NO_EXTRAS, "large", "v".repeat(LARGE)));
            other.send(request(0x11, 0, NO_EXTRAS, "small", "v"));
            other.answers();
            long bound = LIMIT + CLIENTS * PER_CONNECTION;
            byte[] gets = Wire.bytes(request(0x00, 0, "", "large", "").repeat(20));
            List<Socket> clients = new ArrayList<>();
            try {
                AtomicLong most = new AtomicLong();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(connect(server.port()));
                }
                // those who are still there ask again
                for (int wave = 0; wave < 3; wave++) {
                    for (Socket client : clients) {
                        ask(client, gets);
                        goesOn(other);
                        most.accumulateAndGet(pinned(), Math::max);
                    }
                    // and who takes its answers gets long ones, when those who do not are gone
                    await().atMost(Duration.ofSeconds(30)).until(() -> {
                        most.accumulateAndGet(pinned(), Math::max);
                        return takesLarge(other);
                    });
                }
                assertThat(most.get()).isGreaterThan(LIMIT / 4).isLessThan(bound);
                Map<String, Long> statistics = statistics(other);
                assertThat(statistics.get("response_obj_oom")).isPositive();
                assertThat(statistics.get("curr_connections")).isLessThanOrEqualTo(CLIENTS);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    private static void ask(Socket client, byte[] requests) {
        try {
            client.getOutputStream().write(requests);
        } catch (IOException e) {
            // the server has closed it, as it may
            return;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        // little is taken by the kernel
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static long pinned() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }

    private static void goesOn(Wire wire) throws IOException {
        wire.send(request(0x11, 0, NO_EXTRAS, "small", "v") + request(0x0d, 0, "", "small", ""));
        assertThat(wire.answers()).endsWith(Wire.text("smallv"));
    }

    private static boolean takesLarge(Wire wire) throws IOException {
        wire.send(request(0x00, 0, "", "large", ""));
        return wire.answers().length() > 2 * LARGE;
    }

    private static Map<String, Long> statistics(Wire wire) throws IOException {
        wire.send(request(0x10, 0, "", "", ""));
        String answers = wire.answers();
        Map<String, Long> found = new HashMap<>();
        for (String name : List.of("curr_connections", "response_obj_oom")) {
            // the frame as it begins, up to the value, whose length is in it
            int at = answers.indexOf(Wire.text(name));
            String header = answers.substring(at - 48, at);
            int valueLength = Integer.parseInt(header.substring(16, 24), 16) - name.length();
            int start = at + 2 * name.length();
            byte[] value = Wire.bytes(answers.substring(start, start + 2 * valueLength));
            found.put(name, Long.parseLong(new String(value, US_ASCII)));
        }
        assertThat(answers).startsWith(response(0x10, 0, 0, "", "", "").substring(0, 4));
        return found;
    }
}
