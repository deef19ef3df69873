package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.FailureMode;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeState;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.client.ServerErrorException;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.testing.Calls;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import io.slabcache.protocol.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that may have taken effect, or may still do so, says that its outcome is unknown; no other operation does. */
@Timeout(60)
class OutcomeUnknownTest {
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final byte[] VALUE = "value".getBytes(UTF_8);
    private static final int LONG_VALUE = 900_000;

    private static void assertUnknown(ThrowingCallable call, Class<? extends MemcachedException> type) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        type, e -> assertThat(e.isOutcomeUnknown()).isTrue());
    }

    private static void assertKnown(ThrowingCallable call, Class<? extends MemcachedException> type) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        type, e -> assertThat(e.isOutcomeUnknown()).isFalse());
    }

    /** A client whose connection takes no more bytes until a latch is down. */
    private static MemcachedClient congested(FakeMemcached server, CountDownLatch latch) {
        MemcachedClient client = MemcachedClient.builder()
                .node(server.address())
                .connectionsPerNode(1)
                .maxBufferedBytes(256 * 1024 * 1024)
                .operationTimeout(Duration.ofSeconds(20))
                .build();
        client.get(KEY);
        server.onItems(request -> Reaction.after(latch));
        for (int i = 0; i < 40; i++) {
            // What does not fit into the sockets stays in the client.
            client.async()
                    .set("long".getBytes(UTF_8), new byte[LONG_VALUE], 0, 0)
                    .exceptionally(e -> null);
        }
        return client;
    }

    @ParameterizedTest
    @EnumSource
    void set_deadlinePassesBeforeItIsWritten_isUnknownAndTakesEffectLater(Calls calls) {
        CountDownLatch latch = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = congested(server, latch)) {
            try {
                MemcachedClient hasty = calls.of(client.withTimeout(Duration.ofMillis(100)));
                assertUnknown(() -> hasty.set(KEY, VALUE, 0, 0), OperationTimeoutException.class);
                assertUnknown(() -> hasty.increment(KEY, 1), OperationTimeoutException.class);
                assertUnknown(
                        () -> hasty.setAll(List.of(new StoreRequest(KEY, VALUE, 0, 0)))
                                .values(),
                        OperationTimeoutException.class);
                assertKnown(() -> hasty.get(KEY), OperationTimeoutException.class);
                assertKnown(() -> hasty.getAll(List.of(KEY)).values(), OperationTimeoutException.class);
                assertThat(server.stored(KEY)).isNull();
            } finally {
                latch.countDown();
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(server.stored(KEY)).isEqualTo(VALUE));
        }
    }

    @Test
    void set_interruptedBeforeItIsWritten_isUnknown() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = congested(server, latch)) {
            try {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread caller = new Thread(() -> {
                    try {
                        client.set(KEY, VALUE, 0, 0);
                    } catch (MemcachedException e) {
                        thrown.set(e);
                    }
                });
                long before = client.metrics().get(0).requests();
                caller.start();
                Awaitility.await().until(() -> client.metrics().get(0).requests() > before);
                caller.interrupt();
                caller.join();
                assertThat(thrown.get())
                        .isInstanceOfSatisfying(
                                InterruptedOperationException.class,
                                e -> assertThat(e.isOutcomeUnknown()).isTrue());
            } finally {
                latch.countDown();
            }
        }
    }

    private static MemcachedClient retrying(FakeMemcached server) {
        return MemcachedClient.builder()
                .node(server.address())
                .connectionsPerNode(1)
                .failureMode(FailureMode.RETRY_IDEMPOTENT)
                .operationTimeout(Duration.ofSeconds(20))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void retry_nodeGoneAfterTheFirstAttempt_isUnknown(Calls calls) {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = retrying(server)) {
            MemcachedClient hasty = calls.of(client.withTimeout(Duration.ofMillis(500)));
            List<ThrowingCallable> writes = List.of(
                    () -> hasty.set(KEY, VALUE, 0, 0),
                    () -> hasty.setAll(List.of(new StoreRequest(KEY, VALUE, 0, 0)))
                            .values());
            for (ThrowingCallable write : writes) {
                client.get(KEY);
                server.onItems(request -> {
                    server.refuse();
                    return Reaction.CLOSE;
                });
                assertUnknown(write, NodeUnavailableException.class);
                assertThat(server.stored(KEY)).isEqualTo(VALUE);
                server.behave();
                server.listen();
                Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.UP);
            }
            client.get(KEY);
            server.onItems(request -> {
                server.refuse();
                return Reaction.CLOSE;
            });
            assertKnown(() -> hasty.get(KEY), NodeUnavailableException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void retry_answeredWithAnError_isUnknown(Calls calls) {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = retrying(server)) {
            MemcachedClient called = calls.of(client);
            List<ThrowingCallable> writes = List.of(
                    () -> called.set(KEY, VALUE, 0, 0),
                    () -> called.setAll(List.of(new StoreRequest(KEY, VALUE, 0, 0)))
                            .values());
            for (ThrowingCallable write : writes) {
                server.behave();
                client.get(KEY);
                AtomicBoolean again = new AtomicBoolean();
                server.onItems(
                        request -> again.getAndSet(true) ? Reaction.error(Status.OUT_OF_MEMORY) : Reaction.CLOSE);
                assertUnknown(write, ServerErrorException.class);
                assertKnown(write, ServerErrorException.class);
            }
        }
    }
}
