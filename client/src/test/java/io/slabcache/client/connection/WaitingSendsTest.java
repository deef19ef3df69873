package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Discovery;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.OverloadedException;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.TcpProxy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingSendsTest {
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final long NEVER = System.nanoTime() + Duration.ofHours(1).toNanos();

    private static void nothing() {
        // Only taken, never run.
    }

    @Test
    void add_moreThanMayWait_isFull() {
        WaitingSends sends = new WaitingSends(2);
        assertThat(sends.add(WaitingSendsTest::nothing, NEVER, false)).isEqualTo(WaitingSends.Admission.WAITS);
        assertThat(sends.add(WaitingSendsTest::nothing, NEVER, true)).isEqualTo(WaitingSends.Admission.WAITS);
        assertThat(sends.add(WaitingSendsTest::nothing, NEVER, true)).isEqualTo(WaitingSends.Admission.FULL);
        assertThat(sends.takeAll()).hasSize(2);
        assertThat(sends.add(WaitingSendsTest::nothing, NEVER, true)).isEqualTo(WaitingSends.Admission.WAITS);
    }

    @Test
    void take_byDeadlineOrPatience_leavesTheOthersInTheirOrder() {
        WaitingSends sends = new WaitingSends(10);
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            AtomicInteger runs = new AtomicInteger();
            Runnable task = runs::incrementAndGet;
            tasks.add(task);
            sends.add(task, i == 2 ? 100 : 1000, i % 2 == 0);
        }
        assertThat(sends.takeExpired(99)).isEmpty();
        assertThat(sends.takeExpired(100)).containsExactly(tasks.get(2));
        assertThat(sends.takeImpatient()).containsExactly(tasks.get(1), tasks.get(3), tasks.get(5));
        assertThat(sends.takeAll()).containsExactly(tasks.get(0), tasks.get(4));
        assertThat(sends.takeAll()).isEmpty();
    }

    private static MemcachedClientBuilder builder() {
        return MemcachedClient.builder()
                .connectionsPerNode(1)
                .connectTimeout(Duration.ofSeconds(50))
                .operationTimeout(Duration.ofSeconds(30))
                .maxInFlight(8);
    }

    private static List<CompletableFuture<Item>> ask(MemcachedClient client) {
        List<CompletableFuture<Item>> stages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            stages.add(client.async().get(KEY).toCompletableFuture());
        }
        return stages;
    }

    private static void assertRefused(MemcachedClient client, String reason) {
        CompletableFuture<Item> refused = client.async().get(KEY).toCompletableFuture();
        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(OverloadedException.class)
                .hasMessageContaining(reason);
        CompletableFuture<?> bulk = client.async().getAll(List.of(KEY)).toCompletableFuture();
        assertThat(bulk).isCompleted();
        assertThat(client.async()
                        .getAll(List.of(KEY))
                        .toCompletableFuture()
                        .join()
                        .failure(0))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void async_moreThanMayWaitForAConnection_areRefusedAtOnce() {
        try (FakeMemcached server = FakeMemcached.start();
                TcpProxy proxy = TcpProxy.to(server.address())) {
            proxy.hold();
            try (MemcachedClient client = builder().node(proxy.address()).build()) {
                List<CompletableFuture<Item>> stages = ask(client);
                assertRefused(client, "wait for a connection");
                assertThat(client.metrics().get(0).rejections()).isEqualTo(3);
                assertThat(stages).noneMatch(CompletableFuture::isDone);
                proxy.release();
                stages.forEach(stage -> assertThat(stage).succeedsWithin(Duration.ofSeconds(30)));
            }
        }
    }

    @Test
    void async_moreThanMayWaitForTheNodes_areRefusedAtOnce() {
        CountDownLatch known = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client =
                        builder().discovery(after(known, server.address())).build()) {
            List<CompletableFuture<Item>> stages = ask(client);
            assertRefused(client, "wait for the nodes");
            known.countDown();
            stages.forEach(stage -> assertThat(stage).succeedsWithin(Duration.ofSeconds(30)));
        }
    }

    /** Tells a node when a latch is down. */
    private static Discovery after(CountDownLatch latch, NodeAddress node) {
        return new Discovery() {
            @Override
            public List<Discovery.Node> nodes() throws IOException {
                await(latch);
                return List.of(new Discovery.Node(node, 1));
            }

            @Override
            public Duration interval() {
                return Duration.ofHours(1);
            }
        };
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("test is over");
        }
    }

    private static void fail() {
        throw new AssertionError("thrown by a task");
    }

    @Test
    void waiting_oneThrows_othersAreRunAllTheSame() throws IOException {
        CountDownLatch known = new CountDownLatch(1);
        CountDownLatch connecting = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Connector connector = new Connector() {
            @Override
            public Connected connect(NodeAddress node) throws IOException {
                WaitingSendsTest.await(connecting);
                throw new IOException("refused in this test");
            }

            @Override
            public void close() {
                connecting.countDown();
            }
        };
        TestSettings settings = new TestSettings().discovery(after(known, new NodeAddress("127.0.0.1", 1)));
        Cluster cluster = new Cluster(settings.build(), connector, Thread::new);
        try {
            cluster.whenKnown(WaitingSendsTest::fail, NEVER);
            cluster.whenKnown(runs::incrementAndGet, NEVER);
            cluster.whenKnown(WaitingSendsTest::fail, System.nanoTime());
            cluster.whenKnown(runs::incrementAndGet, System.nanoTime());
            cluster.start();
            Awaitility.await().until(() -> runs.get() == 1);
            known.countDown();
            Awaitility.await().until(() -> runs.get() == 2);

            Node node = cluster.topology(NEVER).nodes().get(0);
            node.whenChanged(WaitingSendsTest::fail, System.nanoTime(), false);
            node.whenChanged(runs::incrementAndGet, System.nanoTime(), false);
            node.whenChanged(WaitingSendsTest::fail, NEVER, false);
            node.whenChanged(runs::incrementAndGet, NEVER, false);
            Awaitility.await().until(() -> runs.get() == 3);
            connecting.countDown();
            Awaitility.await().until(() -> runs.get() == 4);
        } finally {
            cluster.close();
        }
    }
}
