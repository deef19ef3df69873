package io.slabcache.client;

import static io.slabcache.client.TestClients.PATIENCE;
import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.failure;
import static io.slabcache.client.TestClients.join;
import static io.slabcache.client.TestClients.keyOn;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.FakeRequest;
import io.slabcache.client.testing.Reaction;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Complaints about other clients that are about connections: made, lost, made again, to the wrong place. */
@Timeout(60)
class ConnectionComplaintsTest {
    private static final byte[] KEY = bytes("key");
    private static final byte[] VALUE = bytes("value");

    /** Complaint 4. */
    @Test
    void authentication_unansweredOnce_isTriedAgainWithATimeoutOfItsOwn() {
        AtomicInteger lists = new AtomicInteger();
        try (FakeMemcached server = FakeMemcached.start()) {
            server.onAll(request -> request.opcode() == Opcode.SASL_LIST_MECHANISMS && lists.getAndIncrement() == 0
                    ? Reaction.SWALLOW
                    : plainOnly(request));
            try (MemcachedClient client = TestClients.of(server.address())
                    .operationTimeout(Duration.ofMillis(50))
                    .connectTimeout(Duration.ofMillis(300))
                    .credentials(Credentials.of("user", "password".toCharArray()))
                    .allowPlainWithoutTls(true)
                    .build()) {
                assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(MemcachedException.class);
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(KEY, VALUE, 0, 0).isDone());
                assertThat(server.allRequests()).extracting(FakeRequest::opcode).contains(Opcode.SASL_AUTH);
                assertThat(server.accepted()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    /** Complaint 5: one unanswered request is enough, not so many timeouts one after another. */
    @Test
    void connection_oldestRequestUnanswered_isClosedAndMadeAnew() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address())
                        .stallTimeout(Duration.ofMillis(200))
                        .build()) {
            client.set(KEY, VALUE, 0, 0);
            server.onItems(request -> Reaction.SWALLOW);
            assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(50)).get(KEY))
                    .isInstanceOf(OperationTimeoutException.class);
            await().atMost(PATIENCE).until(() -> server.accepted() == 2);
            server.behave();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(MemcachedException.class)
                    .untilAsserted(() -> assertThat(text(client.get(KEY))).isEqualTo("value"));
            await().atMost(PATIENCE).until(() -> server.open() == 1);
        }
    }

    /** Complaint 8. */
    @Test
    void connect_answeredAfterItsTimeout_leavesNoSecondConnection() {
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start()) {
            server.onAll(request -> request.connection() == 0 ? Reaction.after(told) : Reaction.NORMAL);
            try (MemcachedClient client = TestClients.of(server.address())
                    .connectTimeout(Duration.ofMillis(200))
                    .build()) {
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(KEY, VALUE, 0, 0).isDone());
                told.countDown();
                await().atMost(PATIENCE).until(() -> server.open() == 1);
                assertThat(text(client.get(KEY))).isEqualTo("value");
                assertThat(client.metrics().get(0).connections()).isEqualTo(1);
                assertThat(client.metrics().get(0).connects()).isEqualTo(1);
            }
        }
    }

    /** Complaint 10. */
    @Test
    void nodes_twoNamesOfOneServer_areTwoNodes() {
        try (FakeMemcached server = FakeMemcached.start()) {
            NodeAddress byNumber = server.address();
            NodeAddress byName = new NodeAddress("localhost", byNumber.port());
            try (MemcachedClient client = TestClients.of(byNumber, byName).build()) {
                assertThat(client.nodes()).containsExactly(byNumber, byName);
                byte[] first = keyOn(client, byNumber, "first");
                byte[] second = keyOn(client, byName, "second");
                client.set(first, VALUE, 0, 0);
                client.set(second, VALUE, 0, 0);
                assertThat(server.itemRequests())
                        .extracting(FakeRequest::connection)
                        .doesNotHaveDuplicates();
                assertThat(client.metrics()).extracting(NodeMetrics::requests).containsExactly(1L, 1L);
            }
        }
    }

    /** Complaint 13. */
    @Test
    void server_stopsAnswering_failsAllThatIsOutstandingAndClosesTheSocket() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address())
                        .stallTimeout(Duration.ofMillis(200))
                        .build()) {
            client.set(KEY, VALUE, 0, 0);
            server.onItems(request -> Reaction.SWALLOW);
            List<CompletableFuture<Item>> outstanding = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                outstanding.add(client.async().get(KEY).toCompletableFuture());
            }
            CompletableFuture<WriteResult> write =
                    client.async().set(KEY, VALUE, 0, 0).toCompletableFuture();
            outstanding.forEach(stage -> assertThat(failure(stage)).isInstanceOf(ConnectionLostException.class));
            assertThat(failure(write))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            await().atMost(PATIENCE).until(() -> server.accepted() == 2 && server.open() == 1);
            assertThat(client.metrics().get(0).inFlight()).isZero();
            assertThat(client.metrics().get(0).connectionLosses()).isEqualTo(1);
        }
    }

    /** Complaint 17. */
    @Test
    void discovery_failingAtFirst_startsDegradedAndIsAskedAgain() {
        try (FakeMemcached server = FakeMemcached.start()) {
            AtomicInteger asked = new AtomicInteger();
            Discovery late = discovery(() -> {
                if (asked.incrementAndGet() < 3) {
                    throw new IOException("nobody can tell yet");
                }
                return List.of(new Discovery.Node(server.address(), 1));
            });
            try (MemcachedClient client =
                    MemcachedClient.builder().discovery(late).build()) {
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(KEY, VALUE, 0, 0).isDone());
            }
        }
    }

    /** Complaint 17: the endpoint takes the question and does not answer. */
    @Test
    void discovery_slowAtFirst_holdsUpNobody() {
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start()) {
            Discovery slow = discovery(() -> {
                told.await();
                return List.of(new Discovery.Node(server.address(), 1));
            });
            try (MemcachedClient client = MemcachedClient.builder()
                    .discovery(slow)
                    .operationTimeout(Duration.ofMillis(100))
                    .build()) {
                assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(MemcachedException.class);
                assertThat(failure(client.async().get(KEY))).isInstanceOf(MemcachedException.class);
                told.countDown();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(KEY, VALUE, 0, 0).isDone());
            }
        }
    }

    /** Complaint 18. */
    @Test
    void discovery_withCredentials_authenticatesEveryNode() {
        try (FakeMemcached first = FakeMemcached.start();
                FakeMemcached second = FakeMemcached.start()) {
            first.onAll(ConnectionComplaintsTest::plainOnly);
            second.onAll(ConnectionComplaintsTest::plainOnly);
            AtomicInteger asked = new AtomicInteger();
            Discovery growing = discovery(() -> asked.getAndIncrement() == 0
                    ? List.of(new Discovery.Node(first.address(), 1))
                    : List.of(new Discovery.Node(first.address(), 1), new Discovery.Node(second.address(), 1)));
            try (MemcachedClient client = MemcachedClient.builder()
                    .discovery(growing)
                    .credentials(Credentials.of("user", "password".toCharArray()))
                    .allowPlainWithoutTls(true)
                    .build()) {
                await().atMost(PATIENCE).until(() -> client.nodes().size() == 2);
                byte[] key = keyOn(client, second.address(), "key");
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(key, VALUE, 0, 0).isDone());
                assertThat(first.allRequests()).extracting(FakeRequest::opcode).contains(Opcode.SASL_AUTH);
                assertThat(second.allRequests()).extracting(FakeRequest::opcode).contains(Opcode.SASL_AUTH);
            }
        }
    }

    /** Complaint 25. */
    @Test
    void node_down_itsKeysGoNowhereElseAndItServesThemAgainWhenItIsBack() {
        try (FakeMemcached stays = FakeMemcached.start();
                FakeMemcached goes = FakeMemcached.start();
                MemcachedClient client =
                        TestClients.of(stays.address(), goes.address()).build()) {
            byte[] staying = keyOn(client, stays.address(), "staying");
            byte[] going = keyOn(client, goes.address(), "going");
            client.set(staying, VALUE, 0, 0);
            client.set(going, VALUE, 0, 0);
            goes.crash();
            await().atMost(PATIENCE).until(() -> failure(() -> client.get(going)) instanceof NodeUnavailableException);
            assertThatThrownBy(() -> client.set(going, bytes("lost"), 0, 0))
                    .isInstanceOfSatisfying(
                            NodeUnavailableException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse())
                    .hasMessageContaining(goes.address().toString());
            assertThat(text(client.get(staying))).isEqualTo("value");
            assertThat(client.nodeOf(going)).isEqualTo(goes.address());
            assertThat(stays.stored(going)).isNull();
            goes.listen();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(MemcachedException.class)
                    .untilAsserted(() -> assertThat(client.get(going)).isNull());
        }
    }

    /** Complaint 25: with all nodes down there is an error for each operation, and life afterwards. */
    @Test
    void nodes_allDown_failAndComeBack() {
        try (FakeMemcached first = FakeMemcached.start();
                FakeMemcached second = FakeMemcached.start()) {
            first.refuse();
            second.refuse();
            try (MemcachedClient client = TestClients.of(first.address(), second.address())
                    .operationTimeout(Duration.ofSeconds(2))
                    .build()) {
                byte[] onFirst = keyOn(client, first.address(), "a");
                byte[] onSecond = keyOn(client, second.address(), "b");
                assertThatThrownBy(() -> client.get(onFirst)).isInstanceOf(MemcachedException.class);
                assertThatThrownBy(() -> client.set(onSecond, VALUE, 0, 0)).isInstanceOf(MemcachedException.class);
                assertThat(client.getAll(List.of(onFirst, onSecond)).failures()).hasSize(2);
                first.listen();
                second.listen();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(onFirst, VALUE, 0, 0).isDone()
                                && client.set(onSecond, VALUE, 0, 0).isDone());
            }
        }
    }

    /** Complaint 25: however many callers there are, a node has the connections it was given. */
    @Test
    void connections_manyCallers_areNotMoreThanConfigured() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client =
                        TestClients.of(server.address()).connectionsPerNode(2).build()) {
            client.set(KEY, VALUE, 0, 0);
            List<CompletableFuture<Item>> stages = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                stages.add(client.async().get(bytes("key-" + i)).toCompletableFuture());
            }
            stages.forEach(TestClients::join);
            assertThat(server.accepted()).isLessThanOrEqualTo(2);
            assertThat(text(join(client.async().get(KEY)))).isEqualTo("value");
        }
    }

    /** Authentication by PLAIN, to which anything is right. */
    private static Reaction plainOnly(FakeRequest request) {
        return switch (request.opcode()) {
            case SASL_LIST_MECHANISMS -> Reaction.text("PLAIN");
            case SASL_AUTH -> Reaction.text("Authenticated");
            default -> Reaction.NORMAL;
        };
    }

    /** Answers that may be interrupted. */
    private interface Answer {
        List<Discovery.Node> nodes() throws IOException, InterruptedException;
    }

    private static Discovery discovery(Answer answer) {
        return new Discovery() {
            @Override
            public List<Node> nodes() throws IOException {
                try {
                    return answer.nodes();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }

            @Override
            public Duration interval() {
                return Duration.ofMillis(50);
            }
        };
    }
}
