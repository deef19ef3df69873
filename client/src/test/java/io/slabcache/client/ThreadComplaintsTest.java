package io.slabcache.client;

import static io.slabcache.client.TestClients.PATIENCE;
import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.failure;
import static io.slabcache.client.TestClients.join;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Complaints about other clients that are about threads: those that die, hang, starve, stay, or say too much. */
@Timeout(60)
class ThreadComplaintsTest {
    private static final byte[] KEY = bytes("key");
    private static final byte[] VALUE = bytes("value");

    /** Complaint 2. */
    @Test
    void inputAndOutput_anyKindOfGarbage_goesOnForThisNodeAndForOthers() {
        try (FakeMemcached mad = FakeMemcached.start();
                FakeMemcached sane = FakeMemcached.start();
                MemcachedClient client =
                        TestClients.of(mad.address(), sane.address()).build()) {
            MemcachedClient madNode = client.on(mad.address());
            MemcachedClient saneNode = client.on(sane.address());
            madNode.set(KEY, VALUE, 0, 0);
            saneNode.set(KEY, VALUE, 0, 0);
            Random random = new Random(42);
            for (int i = 0; i < 6; i++) {
                int seed = random.nextInt();
                mad.onItems(request -> Reaction.garbage(seed, 1 + Math.floorMod(seed, 200)));
                assertThat(failure(madNode.async().get(KEY)))
                        .as("seed %s", seed)
                        .isInstanceOf(MemcachedException.class);
                assertThat(text(join(saneNode.async().get(KEY)))).isEqualTo("value");
                mad.behave();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .untilAsserted(() ->
                                assertThat(text(join(madNode.async().get(KEY)))).isEqualTo("value"));
            }
        }
    }

    /** Complaint 2: the user's own code throws on the client's thread. */
    @Test
    void inputAndOutput_callbackThrows_goesOn() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Void> thrown = client.async()
                        .get(KEY)
                        .thenAccept(item -> {
                            throw new AssertionError("thrown by a callback");
                        })
                        .toCompletableFuture();
                await().atMost(PATIENCE).until(thrown::isCompletedExceptionally);
            }
            assertThat(text(join(client.async().get(KEY)))).isEqualTo("value");
            assertThat(text(client.get(KEY))).isEqualTo("value");
        }
    }

    /** Complaint 3. */
    @Test
    void descriptions_whileConnectionsComeAndGo_neverFail() throws InterruptedException {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            AtomicBoolean ended = new AtomicBoolean();
            ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
            Thread watcher = new Thread(() -> {
                while (!ended.get()) {
                    try {
                        assertThat(client.toString()).isNotEmpty();
                        assertThat(client.async().toString()).isNotEmpty();
                        assertThat(client.metrics().toString()).isNotEmpty();
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                }
            });
            watcher.start();
            for (int i = 0; i < 5; i++) {
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.set(KEY, VALUE, 0, 0).isDone());
                server.disconnect();
            }
            ended.set(true);
            watcher.join();
            assertThat(failures).isEmpty();
        }
    }

    /** Complaint 7: no operation is forgotten, however many threads and ways of calling meet on one connection. */
    @Test
    void operations_ofAllKindsFromManyThreads_noneIsLost() throws InterruptedException {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> callers = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int kind = t;
                Thread caller = new Thread(() -> {
                    for (int i = 0; i < 1500; i++) {
                        try {
                            callOnce(client, (kind + i) % 4);
                        } catch (RuntimeException | AssertionError e) {
                            failures.add(e);
                        }
                    }
                });
                callers.add(caller);
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(failures).isEmpty();
            assertThat(client.metrics().get(0).timeouts()).isZero();
            // Nobody has waited for the last stores.
            await().atMost(PATIENCE).until(() -> client.metrics().get(0).inFlight() == 0);
        }
    }

    private static void callOnce(MemcachedClient client, int kind) {
        switch (kind) {
            case 0 -> assertThat(text(client.get(KEY))).isEqualTo("value");
            case 1 -> assertThat(text(join(client.async().get(KEY)))).isEqualTo("value");
            case 2 ->
                assertThat(client.getAll(List.of(KEY, bytes("none"), KEY)).values())
                        .hasSize(3);
            default -> client.async().set(bytes("other"), VALUE, 0, 0);
        }
    }

    /** Complaint 7: a request that comes when everything has just gone to rest. */
    @Test
    void operations_oneAtATimeAfterPauses_noneIsLost() throws InterruptedException {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            Random random = new Random(8);
            for (int i = 0; i < 600; i++) {
                CompletableFuture<Item> stage = client.async().get(KEY).toCompletableFuture();
                spin(random.nextInt(60));
                assertThat(text(client.get(KEY))).isEqualTo("value");
                spin(random.nextInt(60));
                assertThat(text(join(stage))).isEqualTo("value");
            }
            assertThat(client.metrics().get(0).timeouts()).isZero();
        }
    }

    private static void spin(int micros) {
        long end = System.nanoTime() + micros * 1000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Complaint 11. */
    @Test
    void close_evenUnderLoad_leavesNoThreadAndNoSocket() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FakeMemcached server = FakeMemcached.start();
                FakeMemcached dead = FakeMemcached.start()) {
            dead.crash();
            for (int i = 0; i < 5; i++) {
                MemcachedClient client = TestClients.of(server.address(), dead.address())
                        .name("complaint-11")
                        .build();
                CountDownLatch underWay = new CountDownLatch(4);
                List<Thread> callers = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    Thread caller = new Thread(() -> {
                        try {
                            while (true) {
                                client.async().get(KEY).exceptionally(e -> null);
                                failure(() -> client.get(KEY));
                                underWay.countDown();
                            }
                        } catch (IllegalStateException e) {
                            // Closed: this is the end.
                            assertThat(e).isNotNull();
                        }
                    });
                    callers.add(caller);
                    caller.setDaemon(true);
                    caller.start();
                }
                assertThat(underWay.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(clientThreads("complaint-11")).isNotEmpty().allMatch(Thread::isDaemon);
                client.close();
                assertThat(clientThreads("complaint-11")).isEmpty();
                for (Thread caller : callers) {
                    caller.join();
                }
            }
            await().atMost(PATIENCE).until(() -> server.open() == 0);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<Thread> left = Thread.getAllStackTraces().keySet();
            assertThat(left.stream()
                            .filter(thread -> thread.getName().contains("slabcache"))
                            .filter(thread -> !before.contains(thread)))
                    .isEmpty();
        });
    }

    private static Set<Thread> clientThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .collect(Collectors.toSet());
    }

    /** Where many callers wait the I/O thread deals with the input for them, but not while it does something for others. */
    @Test
    void crowdOfCallers_callbackBlocks_isNotStarved() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch blocking = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicIntegerArray answers = new AtomicIntegerArray(8);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            for (int i = 0; i < answers.length(); i++) {
                int number = i;
                Thread caller = new Thread(() -> {
                    try {
                        while (!ended.get()) {
                            client.get(KEY);
                            answers.incrementAndGet(number);
                        }
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                });
                callers.add(caller);
                caller.start();
            }
            try {
                while (blocking.getCount() > 0) {
                    // Had it been answered before, the callback would run on this thread.
                    client.async()
                            .get(KEY)
                            .thenAccept(item -> {
                                if (Thread.currentThread().getName().endsWith("-io")) {
                                    blocking.countDown();
                                    awaitUninterrupted(told);
                                }
                            })
                            .toCompletableFuture()
                            .get(1, TimeUnit.MILLISECONDS);
                }
            } catch (TimeoutException e) {
                awaitUninterrupted(blocking);
            }
            try {
                for (int i = 0; i < answers.length(); i++) {
                    int number = i;
                    int before = answers.get(i);
                    await().atMost(Duration.ofSeconds(20)).until(() -> answers.get(number) > before + 100);
                }
            } finally {
                told.countDown();
                ended.set(true);
                for (Thread caller : callers) {
                    caller.join();
                }
            }
            assertThat(failures).isEmpty();
        }
    }

    /** Complaint 14. */
    @Test
    void reconnect_callbackBlocks_isNotStarved() {
        CountDownLatch told = new CountDownLatch(1);
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, VALUE, 0, 0);
            CountDownLatch blocking = new CountDownLatch(1);
            CountDownLatch registered = new CountDownLatch(1);
            server.onItems(request -> Reaction.after(registered));
            CompletableFuture<Void> blocked = client.async()
                    .get(KEY)
                    .thenAccept(item -> {
                        blocking.countDown();
                        awaitUninterrupted(told);
                    })
                    .toCompletableFuture();
            try {
                // Had it been answered before, the callback would run on this thread.
                registered.countDown();
                awaitUninterrupted(blocking);
                server.behave();
                server.disconnect();
                await().atMost(Duration.ofSeconds(5))
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .untilAsserted(() -> assertThat(text(client.get(KEY))).isEqualTo("value"));
            } finally {
                told.countDown();
            }
            join(blocked);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Complaint 15. */
    @Test
    void log_nodeLostAndBack_saysEachOnceWithItsCause() {
        PrintStream standardError = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (FakeMemcached server = FakeMemcached.start()) {
            System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
            try (MemcachedClient client =
                    TestClients.of(server.address()).name("complaint-15").build()) {
                client.set(KEY, VALUE, 0, 0);
                server.crash();
                await().atMost(PATIENCE)
                        .until(() -> failure(() -> client.get(KEY)) instanceof NodeUnavailableException);
                // Several attempts fail, and so do many operations: none of them is worth a line.
                await().atMost(PATIENCE).until(() -> {
                    failure(() -> client.get(KEY));
                    return client.metrics().get(0).connectFailures() >= 3;
                });
                server.listen();
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(MemcachedException.class)
                        .until(() -> client.get(KEY) == null);
            }
        } finally {
            System.setErr(standardError);
        }
        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        List<String> warnings = lines.stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0))
                .contains("node is down: client=complaint-15, node=127.0.0.1:")
                // The server's end shows as either, as the kernel will.
                .containsPattern("cause=java\\.(io\\.EOFException: server must not end the connection|"
                        + "(io|net)\\.\\w*Exception: (Connection reset|Broken pipe))");
        assertThat(lines)
                .filteredOn(line -> line.contains("node is up: client=complaint-15"))
                .hasSize(2);
    }
}
