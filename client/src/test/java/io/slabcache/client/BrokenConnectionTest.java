package io.slabcache.client;

import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.failure;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server behind a connection that is cut, delayed, throttled, held back. */
@Timeout(60)
class BrokenConnectionTest {
    /** How soon a node that is back serves again. */
    private static final Duration BACK = Duration.ofSeconds(2);

    private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(300);
    private static final byte[] KEY = bytes("key");
    private static final byte[] LARGE_KEY = bytes("large");
    private static final byte[] LARGE = bytes("large value ".repeat(40_000));

    private final RealMemcached server = RealMemcached.start();
    private final TcpProxy proxy = TcpProxy.to(server.address());
    private @Nullable MemcachedClient opened;

    @BeforeEach
    void openClient() {
        MemcachedClient patient = client().withTimeout(Duration.ofSeconds(20));
        patient.set(KEY, bytes("value"), 0, 0);
        patient.set(LARGE_KEY, LARGE, 0, 0);
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        proxy.close();
        server.close();
    }

    private MemcachedClient client() {
        MemcachedClient client = opened;
        if (client == null) {
            client = MemcachedClient.builder()
                    .node(proxy.address())
                    .connectionsPerNode(1)
                    .operationTimeout(OPERATION_TIMEOUT)
                    .connectTimeout(Duration.ofMillis(500))
                    .stallTimeout(Duration.ofSeconds(2))
                    .build();
            opened = client;
        }
        return client;
    }

    @Test
    void connection_cutInMidResponse_failsTheCallerAndIsMadeAnew() {
        for (long bytes : new long[] {0, 1, 23, 24, 28, 32}) {
            proxy.cutAfter(bytes);
            assertThatThrownBy(() -> client().get(KEY))
                    .as("cut after %s bytes", bytes)
                    .isInstanceOf(ConnectionLostException.class);
            awaitService();
        }
        proxy.cutAfter(100_000);
        assertThatThrownBy(() -> client().get(LARGE_KEY)).isInstanceOf(ConnectionLostException.class);
        awaitService();
        assertThat(client().get(LARGE_KEY)).extracting(Item::value).isEqualTo(LARGE);
    }

    @Test
    void connection_cutInTheMiddleOfABulk_failsItAndNothingIsMixedUp() {
        List<byte[]> keys = new ArrayList<>();
        List<StoreRequest> items = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] key = bytes("bulk-" + i);
            keys.add(key);
            items.add(new StoreRequest(key, key, 0, 0));
        }
        assertThat(client().setAll(items).failures()).isEmpty();
        for (long bytes : new long[] {0, 10, 30, 1000, 5000}) {
            proxy.cutAfter(bytes);
            BulkResult<Item> result = client().getAll(keys);
            assertThat(result.failures()).isNotEmpty().allMatch(ConnectionLostException.class::isInstance);
            for (int i = 0; i < keys.size(); i++) {
                if (result.failure(i) == null) {
                    assertThat(text(result.get(i))).isEqualTo(text(keys.get(i)));
                }
            }
            awaitService();
            assertThat(client().getAll(keys).values()).allMatch(item -> item != null);
        }
    }

    @Test
    void connection_delayedBeyondTheDeadline_timesOutAndLaterAnswersHarmNobody() {
        proxy.delay(Duration.ofMillis(400));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client().get(LARGE_KEY))
                    .isInstanceOfAny(OperationTimeoutException.class, ConnectionLostException.class);
        }
        proxy.delay(Duration.ZERO);
        awaitService();
        // A delay within the deadline is only a delay.
        proxy.delay(Duration.ofMillis(20));
        assertThat(text(client().get(KEY))).isEqualTo("value");
    }

    @Test
    void connection_throttled_slowAnswersTimeOutAndSmallOnesStillArrive() {
        proxy.throttle(800_000);
        MemcachedClient patient = client().withTimeout(Duration.ofSeconds(20));
        assertThat(patient.get(LARGE_KEY)).extracting(Item::value).isEqualTo(LARGE);
        assertThat(text(client().get(KEY))).isEqualTo("value");
        assertThatThrownBy(() -> client().get(LARGE_KEY)).isInstanceOf(OperationTimeoutException.class);
        proxy.throttle(0);
        awaitService();
        assertThat(patient.get(LARGE_KEY)).extracting(Item::value).isEqualTo(LARGE);
    }

    @Test
    void connection_heldBack_timesOutIsGivenUpAndServesAgainWhenReleased() {
        proxy.hold();
        assertThatThrownBy(() -> client().get(KEY)).isInstanceOf(OperationTimeoutException.class);
        assertThat(failure(() -> client().set(KEY, bytes("value"), 0, 0)))
                .isInstanceOfSatisfying(
                        OperationTimeoutException.class,
                        e -> assertThat(e.isOutcomeUnknown()).isTrue());
        await().atMost(TestClients.PATIENCE)
                .until(() -> client().metrics().get(0).connectionLosses() > 0);
        assertThat(client().metrics().get(0).inFlight()).isZero();
        proxy.release();
        awaitService();
    }

    @Test
    void connection_refusedForAWhile_isMadeAsSoonAsItIsAccepted() {
        proxy.refuse();
        proxy.cut();
        await().atMost(TestClients.PATIENCE)
                .until(() -> failure(() -> client().get(KEY)) instanceof NodeUnavailableException);
        await().atMost(TestClients.PATIENCE)
                .until(() -> client().metrics().get(0).connectFailures() >= 3);
        proxy.listen();
        awaitService();
    }

    private void awaitService() {
        await().atMost(BACK)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(MemcachedException.class)
                .untilAsserted(() -> assertThat(text(client().get(KEY))).isEqualTo("value"));
        for (int i = 0; i < 20; i++) {
            assertThat(text(client().get(KEY))).isEqualTo("value");
        }
    }
}
