package io.slabcache.client;

import static io.slabcache.client.TestClients.PATIENCE;
import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.failure;
import static io.slabcache.client.TestClients.join;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.FakeRequest;
import io.slabcache.client.testing.Reaction;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Complaints about other clients that are about answers: early ones, late ones, wrong ones, none. */
@Timeout(60)
class AnswerComplaintsTest {
    private static final long GREAT_ITEMS = 64L * 1024 * 1024;
    private static final byte[] KEY = bytes("key");
    private static final byte[] VALUE = bytes("value");

    /** Complaint 1. */
    @Test
    void set_answeredBeforeItIsWritten_failsAndTheConnectionGoesOn() {
        try (FakeMemcached server = FakeMemcached.start(GREAT_ITEMS);
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            server.onHeader(request -> request.opcode() == Opcode.SET ? Reaction.error(Status.TOO_LARGE) : null);
            byte[] large = new byte[8 * 1024 * 1024];
            for (int i = 0; i < 10; i++) {
                CompletableFuture<Item> beside = client.async().get(KEY).toCompletableFuture();
                assertThatThrownBy(() -> client.set(bytes("large"), large, 0, 0))
                        .isInstanceOf(ItemTooLargeException.class);
                assertThat(text(join(beside))).isEqualTo("value");
                assertThat(text(client.get(KEY))).isEqualTo("value");
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /** Complaint 1: the server answers and goes, in the middle of a request. */
    @Test
    void set_answeredAndClosedBeforeItIsWritten_failsAndTheClientReconnects() {
        try (FakeMemcached server = FakeMemcached.start(GREAT_ITEMS);
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            server.onHeader(request -> request.opcode() == Opcode.SET
                    ? answer -> {
                        Reaction.error(Status.TOO_LARGE).react(answer);
                        answer.close();
                    }
                    : null);
            assertThatThrownBy(() -> client.set(bytes("large"), new byte[8 * 1024 * 1024], 0, 0))
                    .isInstanceOfAny(ItemTooLargeException.class, ConnectionLostException.class);
            server.behave();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(MemcachedException.class)
                    .untilAsserted(() -> assertThat(text(client.get(KEY))).isEqualTo("value"));
        }
    }

    /** Complaint 1: what is known to be too large is not sent at all. */
    @Test
    void set_largerThanTheServerTakes_isNotSent() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            assertThatThrownBy(() -> client.set(KEY, new byte[2 * 1024 * 1024], 0, 0))
                    .isInstanceOf(ItemTooLargeException.class);
            assertThat(client.get(KEY)).isNull();
            assertThat(server.itemRequests()).extracting(FakeRequest::opcode).containsExactly(Opcode.GET);
        }
    }

    /** Complaint 6. */
    @Test
    void requests_moreThanMayBeInFlight_areRefusedAtOnceAndCounted() {
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client =
                        TestClients.of(server.address()).maxInFlight(8).build()) {
            client.set(KEY, VALUE, 0, 0);
            server.onItems(request -> Reaction.after(told));
            List<CompletableFuture<Item>> pending = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                pending.add(client.async().get(KEY).toCompletableFuture());
            }
            for (int i = 0; i < 5; i++) {
                // Refused although nothing was answered: a caller that waited would be stuck here.
                assertThat(failure(client.async().get(KEY))).isInstanceOf(OverloadedException.class);
                assertThatThrownBy(() -> client.get(KEY)).isInstanceOfSatisfying(OverloadedException.class, e -> {
                    assertThat(e.isOutcomeUnknown()).isFalse();
                    assertThat(e).hasMessageContaining(server.address().toString());
                });
            }
            assertThat(client.metrics().get(0).rejections()).isEqualTo(10);
            assertThat(client.metrics().get(0).inFlight()).isEqualTo(8);
            told.countDown();
            pending.forEach(stage -> assertThat(text(join(stage))).isEqualTo("value"));
            assertThat(text(client.get(KEY))).isEqualTo("value");
        }
    }

    /** Complaint 12. */
    @Test
    void set_refusedForItsSize_takesNoPlaceInFlight() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client =
                        TestClients.of(server.address()).maxInFlight(16).build()) {
            byte[] large = new byte[2 * 1024 * 1024];
            for (int i = 0; i < 100; i++) {
                assertThat(failure(() -> client.set(KEY, large, 0, 0))).isInstanceOf(ItemTooLargeException.class);
                assertThat(failure(client.async().set(KEY, large, 0, 0))).isInstanceOf(ItemTooLargeException.class);
            }
            assertThat(client.metrics().get(0).inFlight()).isZero();
            assertThat(client.set(KEY, VALUE, 0, 0).isDone()).isTrue();
        }
    }

    /** Complaint 19: a caller that is interrupted in the middle of a pipeline. */
    @Test
    void getAll_interrupted_nobodyGetsItsAnswers() throws InterruptedException {
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            List<byte[]> keys = List.of(bytes("a"), bytes("b"), bytes("c"));
            keys.forEach(key -> client.set(key, key, 0, 0));
            client.set(KEY, VALUE, 0, 0);
            server.onItems(request -> {
                if (request.keyText().equals("a")) {
                    received.countDown();
                    return Reaction.after(told);
                }
                return Reaction.NORMAL;
            });
            AtomicReference<Throwable> outcome = new AtomicReference<>();
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread caller = new Thread(() -> {
                try {
                    outcome.set(client.getAll(keys).failure(0));
                } catch (MemcachedException e) {
                    outcome.set(e);
                }
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.countDown();
                }
            });
            caller.start();
            received.await();
            CompletableFuture<Item> behind = client.async().get(KEY).toCompletableFuture();
            caller.interrupt();
            caller.join();
            assertThat(outcome.get()).isInstanceOf(InterruptedOperationException.class);
            assertThat(interrupted.getCount()).isZero();
            told.countDown();
            // Its own value or the end of the connection, never one of the others.
            Throwable lost = failure(behind);
            if (lost == null) {
                assertThat(text(join(behind))).isEqualTo("value");
            } else {
                assertThat(lost).isInstanceOf(ConnectionLostException.class);
            }
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(MemcachedException.class)
                    .untilAsserted(() -> assertThat(text(client.get(KEY))).isEqualTo("value"));
        }
    }

    /** Complaint 19: a caller that gave up, and an answer that comes all the same. */
    @Test
    void get_timedOut_itsLateAnswerGoesToNobody() {
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(bytes("slow"), bytes("slow value"), 0, 0);
            client.set(KEY, VALUE, 0, 0);
            server.onItems(request -> request.keyText().equals("slow") ? Reaction.after(told) : Reaction.NORMAL);
            MemcachedClient hasty = client.withTimeout(Duration.ofMillis(50));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> hasty.get(bytes("slow"))).isInstanceOf(OperationTimeoutException.class);
                assertThat(failure(hasty.getAll(List.of(bytes("slow"), KEY))::values))
                        .isInstanceOf(OperationTimeoutException.class);
            }
            CompletableFuture<Item> behind = client.async().get(KEY).toCompletableFuture();
            told.countDown();
            assertThat(text(join(behind))).isEqualTo("value");
            assertThat(text(client.get(KEY))).isEqualTo("value");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /** Complaint 19, the opposite mistake: an error that the server reports cleanly is no reason to close. */
    @Test
    void get_cleanServerError_keepsTheConnection() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            for (int code :
                    new int[] {Status.BUSY.code(), Status.TEMPORARY_FAILURE.code(), Status.OUT_OF_MEMORY.code(), 0x1234
                    }) {
                server.onItems(request -> Reaction.status(code));
                assertThatThrownBy(() -> client.get(KEY))
                        .isInstanceOfSatisfying(
                                ServerErrorException.class,
                                e -> assertThat(e.statusCode()).isEqualTo(code));
                assertThat(failure(client.async().get(KEY))).isInstanceOf(ServerErrorException.class);
                server.behave();
                assertThat(text(client.get(KEY))).isEqualTo("value");
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /** Complaint 19: answers that do not fit end the connection, and everybody who waits learns it. */
    @Test
    void answers_thatDoNotFit_failAllThatIsOutstandingAndEndTheConnection() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            for (Reaction misbehaviour : List.of(
                    Reaction.WRONG_OPAQUE,
                    Reaction.WRONG_OPCODE,
                    Reaction.TWICE,
                    Reaction.ENORMOUS_BODY,
                    Reaction.KEY_BEYOND_BODY,
                    Reaction.garbage(5, 100),
                    Reaction.garbage(6, 1),
                    Reaction.cutAfter(30),
                    Reaction.CLOSE,
                    Reaction.RESET,
                    Reaction.reversed(2))) {
                int before = server.accepted();
                server.onItems(request -> misbehaviour);
                CompletableFuture<Item> first = client.async().get(KEY).toCompletableFuture();
                CompletableFuture<Item> second = client.async().get(KEY).toCompletableFuture();
                CompletableFuture<Item> third = client.async().get(KEY).toCompletableFuture();
                // The first of two equal answers is a good one.
                if (misbehaviour != Reaction.TWICE) {
                    assertThat(failure(first)).isInstanceOf(ConnectionLostException.class);
                }
                // The connection may be gone before these are sent.
                assertThat(failure(second))
                        .isInstanceOfAny(ConnectionLostException.class, NodeUnavailableException.class);
                assertThat(failure(third))
                        .isInstanceOfAny(ConnectionLostException.class, NodeUnavailableException.class);
                server.behave();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .untilAsserted(() -> assertThat(text(client.get(KEY))).isEqualTo("value"));
                assertThat(server.accepted()).isGreaterThan(before);
            }
        }
    }

    /** Complaint 25: a store without an answer of its own hides no error. */
    @Test
    void setAll_oneRefusedByTheServer_failsAlone() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            server.onItems(
                    request -> request.keyText().equals("b") ? Reaction.error(Status.TOO_LARGE) : Reaction.NORMAL);
            BulkResult<WriteResult> written = client.setAll(List.of(
                    new StoreRequest(bytes("a"), VALUE, 0, 0),
                    new StoreRequest(bytes("b"), VALUE, 0, 0),
                    new StoreRequest(bytes("c"), VALUE, 0, 0)));
            assertThat(written.get(0).isDone()).isTrue();
            assertThat(written.failure(1)).isInstanceOf(ItemTooLargeException.class);
            assertThat(written.get(2).isDone()).isTrue();
        }
    }
}
