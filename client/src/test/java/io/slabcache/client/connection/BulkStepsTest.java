package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.BulkResult;
import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.Discovery;
import io.slabcache.client.FailureMode;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens between the steps of an operation: it goes on or ends, but never neither. */
@Timeout(60)
class BulkStepsTest {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(20);
    private static final byte[] KEY = "key".getBytes(UTF_8);

    private final FakeMemcached server = FakeMemcached.start();
    private Cluster cluster;
    private Node node;

    @BeforeEach
    void open() throws IOException {
        TestSettings settings = new TestSettings().node(server.address()).idleTimeout(Duration.ofMinutes(30));
        cluster = new Cluster(settings.build(), settings.connector(), Thread::new);
        cluster.start();
        node = cluster.topology(System.nanoTime() + TIMEOUT).nodes().get(0);
        node.awaitConnection(KEY, Opcode.GET, System.nanoTime() + TIMEOUT, TIMEOUT, true);
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    /** Retrieves one item, and does something each time between finding a connection and appending. */
    private static final class Interposed extends BulkPlan {
        private final Runnable[] steps;
        private int next;

        Interposed(Runnable... steps) {
            super(1);
            this.steps = steps;
        }

        @Override
        Opcode opcode() {
            return Opcode.GET;
        }

        @Override
        byte[] key(int place) {
            return KEY;
        }

        @Override
        long length(int place) {
            return 0;
        }

        @Override
        Pipeline pipeline(Node node, long maxItemSize, int[] places, int from, int to) {
            if (next < steps.length) {
                steps[next++].run();
            }
            return new GetPipeline(node, List.of(KEY), places, from, to, null);
        }
    }

    /** Has the node close its connections as unused. */
    private void retire() {
        node.tick(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        assertThat(node.connection(0)).isNull();
    }

    private AsyncBulk<@Nullable Item> async(BulkPlan plan, FailureMode failureMode) {
        AsyncBulk<@Nullable Item> bulk = new AsyncBulk<>(plan, cluster, failureMode, null, TIMEOUT);
        bulk.send();
        return bulk;
    }

    @Test
    void syncBulk_connectionRetiredBeforeTheAppend_usesAnother() {
        Interposed plan = new Interposed(this::retire);
        new SyncBulk(plan, cluster, FailureMode.FAIL_FAST, TIMEOUT).run(null);
        assertThat(plan.outcomes()).containsExactly((Object) null);
        assertThat(server.itemRequests()).hasSize(1);
    }

    @Test
    void asyncBulk_connectionRetiredBeforeTheAppend_usesAnother() {
        AsyncBulk<@Nullable Item> bulk = async(new Interposed(this::retire), FailureMode.FAIL_FAST);
        assertThat(bulk).succeedsWithin(Duration.ofSeconds(20));
        assertThat(bulk.join().failures()).isEmpty();
        assertThat(server.itemRequests()).hasSize(1);
    }

    @Test
    void asyncBulk_retryThrows_completes() {
        server.onItems(request -> Reaction.CLOSE);
        AsyncBulk<@Nullable Item> bulk = async(
                new Interposed(
                        () -> {
                            // The first attempt is lost by the server.
                        },
                        () -> {
                            throw new NoClassDefFoundError("io/slabcache/NotThere");
                        }),
                FailureMode.RETRY_IDEMPOTENT);
        Awaitility.await().until(bulk::isDone);
        assertThatThrownBy(bulk::join).hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void asyncCall_answerCannotBeRead_completes() {
        AsyncCall<SingleRequest, Item> call = new AsyncCall<>(
                cluster,
                FailureMode.FAIL_FAST,
                new SingleRequest().ask(Opcode.GET, KEY),
                (request, address) -> {
                    throw new NoClassDefFoundError("io/slabcache/NotThere");
                },
                null,
                TIMEOUT);
        call.send();
        Awaitility.await().until(call::isDone);
        assertThatThrownBy(call::join).hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** Tells nodes that a test changes. */
    private static final class ChangingDiscovery implements Discovery {
        volatile List<NodeAddress> addresses;

        ChangingDiscovery(NodeAddress first) {
            addresses = List.of(first);
        }

        @Override
        public List<Discovery.Node> nodes() {
            return addresses.stream()
                    .map(address -> new Discovery.Node(address, 1))
                    .toList();
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(20);
        }
    }

    @Test
    void asyncBulk_itsNodeGoneWhenItIsRetried_completesWithWhatWasLost() {
        CountDownLatch latch = new CountDownLatch(1);
        ChangingDiscovery discovery = new ChangingDiscovery(server.address());
        try (FakeMemcached other = FakeMemcached.start();
                MemcachedClient client = MemcachedClient.builder()
                        .discovery(discovery)
                        .operationTimeout(Duration.ofSeconds(20))
                        .failureMode(FailureMode.RETRY_IDEMPOTENT)
                        .build()) {
            MemcachedClient fixed = client.on(server.address());
            fixed.get(KEY);
            server.onItems(request -> Reaction.after(latch));
            CompletableFuture<BulkResult<@Nullable Item>> bulk =
                    fixed.async().getAll(List.of(KEY)).toCompletableFuture();
            discovery.addresses = List.of(other.address());
            assertThat(bulk).succeedsWithin(Duration.ofSeconds(20));
            assertThat(bulk.join().failure(0)).isInstanceOf(ConnectionLostException.class);
        } finally {
            latch.countDown();
        }
    }
}
