package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.FailureMode;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeState;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.client.OverloadedException;
import io.slabcache.client.WriteResult;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of nodes that do not answer, answer wrongly, or go away and come back. */
class FailingNodeTest {
    private FakeMemcached server;

    @BeforeEach
    void start() {
        server = FakeMemcached.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MemcachedClientBuilder builder() {
        return MemcachedClient.builder().node(server.address()).operationTimeout(Duration.ofSeconds(10));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(@Nullable Item item) {
        return item == null ? "(none)" : new String(item.value(), StandardCharsets.UTF_8);
    }

    @Test
    void get_deadlinePasses_laterAnswersGoToTheirOwners() {
        CountDownLatch latch = new CountDownLatch(1);
        try (MemcachedClient client = builder().build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            client.set(bytes("b"), bytes("of b"), 0, 0);
            server.onItems(request -> Reaction.after(latch));
            MemcachedClient hasty = client.withTimeout(Duration.ofMillis(20));
            assertThatThrownBy(() -> hasty.get(bytes("a")))
                    .isInstanceOfSatisfying(
                            OperationTimeoutException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse())
                    .hasMessageContaining("GET")
                    .hasMessageContaining(server.address().toString());
            assertThatThrownBy(() -> hasty.set(bytes("c"), bytes("c"), 0, 0))
                    .isInstanceOfSatisfying(
                            OperationTimeoutException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            server.behave();
            latch.countDown();

            assertThat(text(client.get(bytes("b")))).isEqualTo("of b");
            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
            assertThat(client.metrics().get(0).timeouts()).isEqualTo(2);
            assertThat(client.metrics().get(0).connectionLosses()).isZero();
        }
    }

    @Test
    void get_interrupted_keepsTheConnectionAndTheFlag() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        try (MemcachedClient client = builder().build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            server.onItems(request -> Reaction.after(latch));
            int before = server.itemRequests().size();
            List<Throwable> thrown = new ArrayList<>();
            boolean[] flag = new boolean[1];
            Thread caller = new Thread(() -> {
                thrown.add(catchThrowable(() -> client.get(bytes("a"))));
                flag[0] = Thread.interrupted();
            });
            caller.start();
            Awaitility.await().until(() -> server.itemRequests().size() > before);
            caller.interrupt();
            caller.join();
            assertThat(thrown).hasOnlyElementsOfType(InterruptedOperationException.class);
            assertThat(flag[0]).isTrue();
            server.behave();
            latch.countDown();
            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void get_interruptedBefore_sendsNothing() {
        try (MemcachedClient client = builder().build()) {
            client.get(bytes("a"));
            int before = server.itemRequests().size();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> client.get(bytes("a"))).isInstanceOf(InterruptedOperationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.itemRequests()).hasSize(before);
        }
    }

    @Test
    void get_connectionEndsInMidAnswer_isLostAndMadeAgain() {
        try (MemcachedClient client = builder().build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            server.onItems(request -> Reaction.cutAfter(26));
            assertThatThrownBy(() -> client.get(bytes("a")))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            server.behave();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.UP);
            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
            assertThat(client.metrics().get(0).connectionLosses()).isEqualTo(1);
        }
    }

    @Test
    void set_connectionEnds_outcomeIsUnknown() {
        try (MemcachedClient client = builder().build()) {
            client.get(bytes("a"));
            server.onItems(request -> Reaction.cutAfter(3));
            assertThatThrownBy(() -> client.set(bytes("a"), bytes("x"), 0, 0))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    @Test
    void get_garbage_failsAllInFlightAndConnectsAgain() {
        try (MemcachedClient client = builder().build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            server.onItems(request -> Reaction.garbage(7, 100));
            assertThatThrownBy(() -> client.get(bytes("a"))).isInstanceOf(ConnectionLostException.class);
            server.behave();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.UP);
            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
        }
    }

    @Test
    void getAll_answersInAnotherOrder_isNoAnswer() {
        try (MemcachedClient client = builder().build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            client.set(bytes("b"), bytes("of b"), 0, 0);
            server.onItems(request -> Reaction.reversed(2));
            var found = client.getAll(List.of(bytes("a"), bytes("b")));
            assertThat(found.failures()).hasOnlyElementsOfType(ConnectionLostException.class);
        }
    }

    @Test
    void node_neverAnswers_isGivenUpAfterTheStallTimeout() {
        try (MemcachedClient client = builder()
                .operationTimeout(Duration.ofMillis(50))
                .stallTimeout(Duration.ofMillis(300))
                .build()) {
            client.get(bytes("a"));
            CountDownLatch never = new CountDownLatch(1);
            server.onItems(request -> Reaction.after(never));
            assertThatThrownBy(() -> client.get(bytes("a"))).isInstanceOf(OperationTimeoutException.class);
            Awaitility.await().until(() -> client.metrics().get(0).connectionLosses() == 1);
            server.behave();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.UP);
            assertThat(client.get(bytes("a"))).isNull();
            never.countDown();
        }
    }

    @Test
    void get_nodeDown_failsAtOnceUntilItIsBack() {
        try (MemcachedClient client = builder().build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            server.refuse();
            server.disconnect();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.DOWN);
            assertThatThrownBy(() -> client.get(bytes("a"))).isInstanceOf(NodeUnavailableException.class);
            assertThat(client.async().get(bytes("a"))).failsWithin(Duration.ofSeconds(10));
            server.listen();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.UP);
            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
        }
    }

    @Test
    void cas_tokenFromBeforeAReconnect_matchesNothing() {
        try (MemcachedClient client = builder().build()) {
            long token = client.set(bytes("a"), bytes("old"), 0, 0).casToken();
            server.disconnect();
            Awaitility.await().until(() -> client.metrics().get(0).connects() == 2);

            assertThat(client.cas(bytes("a"), token, bytes("new"), 0, 0)).isEqualTo(WriteResult.EXISTS);
            Item item = client.get(bytes("a"));
            assertThat(item).isNotNull();
            assertThat(client.cas(bytes("a"), item.casToken(), bytes("new"), 0, 0)
                            .isDone())
                    .isTrue();
        }
    }

    @Test
    void retryIdempotent_connectionLost_asksAgain() {
        try (MemcachedClient client =
                builder().failureMode(FailureMode.RETRY_IDEMPOTENT).build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            boolean[] cut = new boolean[1];
            server.onItems(request -> {
                boolean first = !cut[0];
                cut[0] = true;
                return first ? Reaction.cutAfter(10) : Reaction.NORMAL;
            });
            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
            cut[0] = false;
            assertThat(client.getAll(List.of(bytes("a"), bytes("b"))).failures())
                    .isEmpty();
            cut[0] = false;
            assertThat(client.async().get(bytes("a"))).succeedsWithin(Duration.ofSeconds(10));
            cut[0] = false;
            assertThatThrownBy(() -> client.increment(bytes("n"), 1, 1, 0)).isInstanceOf(MemcachedException.class);
        }
    }

    @Test
    void gutter_nodeDown_storesForTenSecondsOnTheOther() {
        try (FakeMemcached other = FakeMemcached.start();
                MemcachedClient client = builder()
                        .failureMode(FailureMode.GUTTER)
                        .gutterNode(other.address())
                        .build()) {
            client.set(bytes("a"), bytes("own"), 0, 0);
            assertThat(other.stored(bytes("a"))).isNull();
            server.refuse();
            server.disconnect();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.DOWN);

            assertThat(client.set(bytes("a"), bytes("gutter"), 0, 0).isDone()).isTrue();

            assertThat(other.stored(bytes("a"))).isEqualTo(bytes("gutter"));
            assertThat(other.itemRequests())
                    .anySatisfy(request -> assertThat(request.keyText()).isEqualTo("a"));
            assertThat(other.exptime(bytes("a"))).isEqualTo(10);
            assertThat(text(client.get(bytes("a")))).isEqualTo("gutter");
        }
    }

    @Test
    void redistribute_nodeDown_usesTheOther() {
        try (FakeMemcached other = FakeMemcached.start();
                MemcachedClient client = builder()
                        .node(other.address())
                        .failureMode(FailureMode.REDISTRIBUTE)
                        .build()) {
            server.refuse();
            server.disconnect();
            Awaitility.await().until(() -> client.metrics().get(0).state() == NodeState.DOWN);
            for (int i = 0; i < 20; i++) {
                assertThat(client.set(bytes("k" + i), bytes("v"), 0, 0).isDone())
                        .isTrue();
                assertThat(other.stored(bytes("k" + i))).isEqualTo(bytes("v"));
            }
        }
    }

    @Test
    void async_moreThanMayBeInFlight_isRefusedAtOnce() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        try (MemcachedClient client = builder().maxInFlight(8).build()) {
            client.get(bytes("a"));
            server.onItems(request -> Reaction.after(latch));
            List<CompletableFuture<Item>> stages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                stages.add(client.async().get(bytes("a")).toCompletableFuture());
            }
            assertThat(stages.get(9)).isCompletedExceptionally();
            assertThatThrownBy(() -> stages.get(8).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OverloadedException.class);
            latch.countDown();
            for (int i = 0; i < 8; i++) {
                stages.get(i).get(10, TimeUnit.SECONDS);
            }
            assertThat(client.metrics().get(0).rejections()).isEqualTo(2);
        }
    }

    @Test
    void async_deadlinePasses_completesExceptionally() {
        CountDownLatch latch = new CountDownLatch(1);
        try (MemcachedClient client = builder().build()) {
            client.get(bytes("a"));
            server.onItems(request -> Reaction.after(latch));
            MemcachedClient hasty = client.withTimeout(Duration.ofMillis(30));
            assertThat(hasty.async().get(bytes("a")))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OperationTimeoutException.class);
            latch.countDown();
            server.behave();
            assertThat(client.get(bytes("a"))).isNull();
        }
    }

    @Test
    void close_requestsOutstanding_failThem() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        MemcachedClient client = builder().build();
        client.get(bytes("a"));
        server.onItems(request -> Reaction.after(latch));
        int before = server.itemRequests().size();
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> thrown.add(catchThrowable(() -> client.get(bytes("a")))));
        caller.start();
        CompletableFuture<Item> stage = client.async().get(bytes("b")).toCompletableFuture();
        Awaitility.await().until(() -> server.itemRequests().size() > before);

        client.close();

        caller.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thrown).hasOnlyElementsOfType(ConnectionLostException.class);
        assertThat(stage).failsWithin(Duration.ofSeconds(10));
        latch.countDown();
        client.close();
    }

    @Test
    void connection_unused_isClosedAndMadeAgain() {
        try (MemcachedClient client =
                builder().idleTimeout(Duration.ofMillis(50)).build()) {
            client.set(bytes("a"), bytes("of a"), 0, 0);
            Awaitility.await().until(() -> client.metrics().get(0).connections() == 0);
            assertThat(client.metrics().get(0).connectionLosses()).isZero();

            assertThat(text(client.get(bytes("a")))).isEqualTo("of a");
            Awaitility.await().until(() -> client.metrics().get(0).connections() == 0);
            assertThat(client.async().get(bytes("a"))).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void getAll_oneNodeSilent_othersAnswerWithinTheDeadline() {
        CountDownLatch latch = new CountDownLatch(1);
        try (FakeMemcached silent = FakeMemcached.start();
                MemcachedClient client = builder().node(silent.address()).build()) {
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                keys.add(bytes("k" + i));
                client.set(keys.get(i), bytes("v"), 0, 0);
            }
            silent.onItems(request -> Reaction.after(latch));
            var found = client.withTimeout(Duration.ofMillis(300)).getAll(keys);
            for (int i = 0; i < 50; i++) {
                boolean lost = client.nodeOf(keys.get(i)).equals(silent.address());
                assertThat(found.failure(i) instanceof OperationTimeoutException)
                        .isEqualTo(lost);
                if (!lost) {
                    assertThat(found.get(i)).isNotNull();
                }
            }
            latch.countDown();
        }
    }
}
