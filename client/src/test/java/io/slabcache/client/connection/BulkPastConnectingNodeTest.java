package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import io.slabcache.client.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node whose connection is not made yet costs a bulk operation its own keys, and no others. */
@Timeout(60)
class BulkPastConnectingNodeTest {
    private final FakeMemcached healthy = FakeMemcached.start();
    private final FakeMemcached behind = FakeMemcached.start();
    private final TcpProxy stuck = TcpProxy.to(behind.address());
    private MemcachedClient client;

    @BeforeEach
    void open() {
        stuck.hold();
        client = MemcachedClient.builder()
                .nodes(healthy.address().toString(), stuck.address().toString())
                .connectionsPerNode(1)
                .connectTimeout(Duration.ofSeconds(50))
                .operationTimeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        stuck.close();
        behind.close();
        healthy.close();
    }

    private List<byte[]> keysOn(NodeAddress node, int count) {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            byte[] key = ("key-" + i).getBytes(UTF_8);
            if (client.nodeOf(key).equals(node)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void assertHealthyAnswer(List<byte[]> keys, Duration timeout) {
        List<byte[]> asked = new ArrayList<>(keys);
        asked.addAll(keysOn(stuck.address(), 2));
        BulkResult<@Nullable Item> found = client.withTimeout(timeout).getAll(asked);
        for (int i = 0; i < asked.size(); i++) {
            if (i < keys.size()) {
                assertThat(found.failure(i)).isNull();
                assertThat(found.get(i)).isNotNull();
            } else {
                assertThat(found.failure(i)).isNotNull();
            }
        }
    }

    @Test
    void getAll_ioThreadBusy_takesTheAnswersThatHaveComeWhenTheDeadlineIsOver() {
        List<byte[]> keys = keysOn(healthy.address(), 5);
        keys.forEach(key -> client.set(key, key, 0, 0));
        CountDownLatch registered = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        healthy.onItems(request -> Reaction.after(registered));
        CompletableFuture<Void> blocked = client.async()
                .get(keys.get(0))
                .thenAccept(item -> {
                    busy.countDown();
                    awaitUninterrupted(told);
                })
                .toCompletableFuture();
        try {
            registered.countDown();
            awaitUninterrupted(busy);
            healthy.behave();
            assertHealthyAnswer(keys, Duration.ofSeconds(1));
        } finally {
            told.countDown();
        }
        blocked.join();
    }

    @Test
    void getAll_answersLongerThanTheSocketsTake_areReadMeanwhile() {
        List<byte[]> keys = keysOn(healthy.address(), 24);
        keys.forEach(key -> client.set(key, new byte[900_000], 0, 0));
        for (int i = 0; i < 2; i++) {
            // Makes the I/O thread watch no more: a caller leads while the answer comes piece by piece.
            healthy.onItems(request -> Reaction.inPieces(90_000));
            client.get(keys.get(0));
            healthy.behave();
            assertHealthyAnswer(keys, Duration.ofSeconds(2));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
