package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.transcode.BytesTranscoder;
import io.slabcache.client.transcode.StringTranscoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The typed client over three real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypedClientOnServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int KEYS = 1000;

    private final List<RealMemcached> servers = new ArrayList<>();
    private MemcachedClient client;
    private TypedMemcachedClient<String> typed;

    @BeforeAll
    void start() {
        MemcachedClientBuilder builder = MemcachedClient.builder().operationTimeout(PATIENCE);
        for (int i = 0; i < 3; i++) {
            RealMemcached server = RealMemcached.start();
            servers.add(server);
            builder.node(server.address());
        }
        client = builder.build();
        typed = client.typed(new StringTranscoder());
    }

    @AfterAll
    void stop() {
        if (client != null) {
            client.close();
        }
        servers.forEach(RealMemcached::close);
    }

    private static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Map<String, String> values(String prefix) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < KEYS; i++) {
            values.put(prefix + i, "value ä " + i);
        }
        return values;
    }

    @Test
    void bulk_manyKeysOverAllNodes_each() {
        Map<String, String> values = values("bulk-");
        typed.setAll(values, MINUTE);
        List<String> keys = new ArrayList<>(values.keySet());
        keys.add(500, "bulk-absent");
        Map<String, String> found = typed.getAll(keys);
        assertThat(found).isEqualTo(values);
        assertThat(found.keySet()).containsExactlyElementsOf(values.keySet());
        assertThat(typed.deleteAll(keys)).isEqualTo(KEYS);
        assertThat(typed.getAll(keys)).isEmpty();
    }

    @Test
    void async_bulkAndSingle_each() throws Exception {
        Map<String, String> values = values("async-");
        result(typed.async().setAll(values, MINUTE));
        assertThat(result(typed.async().getAll(values.keySet()))).isEqualTo(values);
        assertThat(result(typed.async().update("async-1", MINUTE, value -> value + "!")))
                .isEqualTo("value ä 1!");
        assertThat(result(typed.async().get("async-1"))).isEqualTo("value ä 1!");
        assertThat(result(typed.async().increment("async-n", 1, 7, MINUTE))).isEqualTo(7);
        assertThat(result(typed.async().count("async-n"))).hasValue(7);
        assertThat(result(typed.async().deleteAll(values.keySet()))).isEqualTo(KEYS);
        assertThat(result(typed.async().get("async-1"))).isNull();
    }

    @Test
    void update_manyThreadsAndStages_noneIsLost() throws Exception {
        int threads = 6;
        int rounds = 50;
        typed.set("sum", "0", MINUTE);
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> add(rounds, faults));
            running.add(thread);
            thread.start();
        }
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            stages.add(typed.async().update("sum", MINUTE, TypedClientOnServersTest::plusOne));
        }
        for (CompletionStage<?> stage : stages) {
            result(stage);
        }
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(faults).isEmpty();
        assertThat(typed.get("sum")).isEqualTo(Integer.toString((threads + 1) * rounds));
    }

    private void add(int rounds, Queue<Throwable> faults) {
        try {
            for (int i = 0; i < rounds; i++) {
                typed.update("sum", MINUTE, TypedClientOnServersTest::plusOne);
            }
        } catch (RuntimeException e) {
            faults.add(e);
        }
    }

    private static String plusOne(String value) {
        return Integer.toString(Integer.parseInt(value) + 1);
    }

    /** Complaint 21 of other clients: a read-modify-write must not make an item live for ever. */
    @Test
    void update_itemWithExpiry_hasOneAfterwards() throws IOException {
        typed.set("expiring", "v", MINUTE);
        typed.update("expiring", Duration.ofHours(1), value -> value + "!");
        typed.set("lasting", "v", TypedMemcachedClient.FOR_EVER);
        assertThat(secondsLeft("expiring")).isBetween(3000L, 3600L);
        assertThat(secondsLeft("lasting")).isEqualTo(-1);
    }

    /** Complaint 20: over 30 days memcached takes the number for a moment in 1970. */
    @Test
    void set_moreThanThirtyDays_isThereWithThatExpiry() throws IOException {
        typed.set("month", "v", Duration.ofDays(31));
        typed.set("aeon", "v", Duration.ofDays(1_000_000));
        assertThat(typed.get("month")).isEqualTo("v");
        assertThat(typed.get("aeon")).isEqualTo("v");
        long month = Duration.ofDays(31).toSeconds();
        assertThat(secondsLeft("month")).isBetween(month - 600, month + 2);
    }

    /** Asks the key's server what is left of the time to live, in seconds, -1 for ever. The binary protocol cannot. */
    private long secondsLeft(String key) throws IOException {
        NodeAddress node = client.nodeOf(key.getBytes(StandardCharsets.US_ASCII));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(("mg " + key + " t\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = in.readLine();
            assertThat(answer).startsWith("HD t");
            return Long.parseLong(answer.substring("HD t".length()));
        }
    }

    /** Key bytes, item and value: nothing else. */
    @Test
    void get_everyCall_allocatesLittleBeyondTheValue() {
        TypedMemcachedClient<byte[]> bytes = client.typed(new BytesTranscoder());
        byte[] value = new byte[1000];
        String key = "allocation-0123456789";
        bytes.set(key, value, MINUTE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 5_000;
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < rounds; i++) {
                bytes.get(key);
            }
            best = Math.min(
                    best, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        int valueArray = 16 + value.length;
        assertThat(best / rounds).isLessThanOrEqualTo(valueArray + 100);
    }
}
