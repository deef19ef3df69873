package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slabcache.client.FailureMode;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeState;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import io.slabcache.protocol.Opcode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to all nodes are put to all of them, whatever some of them do. */
@Timeout(60)
class SyncBroadcastTest {
    private static final byte[] VALUE = "value".getBytes(UTF_8);

    private final List<FakeMemcached> servers =
            List.of(FakeMemcached.start(), FakeMemcached.start(), FakeMemcached.start());

    @AfterEach
    void stop() {
        servers.forEach(FakeMemcached::close);
    }

    private MemcachedClient open(FailureMode failureMode) {
        MemcachedClientBuilder builder = MemcachedClient.builder()
                .connectionsPerNode(1)
                .failureMode(failureMode)
                .operationTimeout(Duration.ofSeconds(20));
        servers.forEach(server -> builder.node(server.address()));
        MemcachedClient client = builder.build();
        assertThat(client.versions()).hasSize(3);
        return client;
    }

    private static long count(FakeMemcached server, Opcode opcode) {
        return server.allRequests().stream()
                .filter(request -> request.opcode() == opcode)
                .count();
    }

    @Test
    void flush_allNodesSilent_costsOneDeadlineAndNamesEach() {
        try (MemcachedClient client = open(FailureMode.FAIL_FAST)) {
            servers.forEach(server -> server.onAll(request -> Reaction.SWALLOW));
            Throwable thrown = catchThrowable(
                    () -> client.withTimeout(Duration.ofMillis(300)).flush());
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            OperationTimeoutException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue())
                    .hasMessageContaining(servers.get(0).address().toString());
            assertThat(thrown.getSuppressed()).hasSize(2).hasOnlyElementsOfType(OperationTimeoutException.class);
            // Asked before the first one's deadline, not after.
            servers.forEach(server -> Awaitility.await().until(() -> count(server, Opcode.FLUSH) == 1));
        }
    }

    @Test
    void flush_firstNodeSilent_reachesTheOthers() {
        try (MemcachedClient client = open(FailureMode.FAIL_FAST)) {
            for (FakeMemcached server : servers) {
                client.on(server.address()).set(VALUE, VALUE, 0, 0);
            }
            servers.get(0).onAll(request -> Reaction.SWALLOW);
            assertThat(catchThrowable(
                            () -> client.withTimeout(Duration.ofMillis(300)).flush()))
                    .isInstanceOf(OperationTimeoutException.class)
                    .hasNoSuppressedExceptions();
            assertThat(servers.get(1).stored(VALUE)).isNull();
            assertThat(servers.get(2).stored(VALUE)).isNull();
        }
    }

    @Test
    void versions_oneNodeDown_asksTheOthers() {
        try (MemcachedClient client = open(FailureMode.FAIL_FAST)) {
            servers.get(0).crash();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.DOWN);
            long before = count(servers.get(2), Opcode.VERSION);
            assertThat(catchThrowable(client::versions)).isInstanceOf(MemcachedException.class);
            assertThat(count(servers.get(2), Opcode.VERSION)).isEqualTo(before + 1);
            assertThat(client.on(servers.get(1).address()).versions())
                    .containsOnlyKeys(servers.get(1).address());
        }
    }

    @Test
    void stats_connectionLostOnce_isAskedAgainWhereThatIsWanted() {
        try (MemcachedClient client = open(FailureMode.RETRY_IDEMPOTENT)) {
            AtomicBoolean again = new AtomicBoolean();
            servers.get(1)
                    .onAll(request -> request.opcode() == Opcode.STAT && !again.getAndSet(true)
                            ? Reaction.CLOSE
                            : Reaction.NORMAL);
            assertThat(client.stats("settings")).hasSize(3);
        }
    }

    @Test
    void versions_interrupted_saysSo() throws InterruptedException {
        try (MemcachedClient client = open(FailureMode.FAIL_FAST)) {
            FakeMemcached silent = servers.get(0);
            silent.onAll(request -> Reaction.SWALLOW);
            long before = count(silent, Opcode.VERSION);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread caller = new Thread(() -> {
                thrown.set(catchThrowable(client::versions));
                flag.set(Thread.interrupted());
            });
            caller.start();
            Awaitility.await().until(() -> count(silent, Opcode.VERSION) > before);
            caller.interrupt();
            caller.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedOperationException.class);
            assertThat(flag).isTrue();
        }
    }
}
