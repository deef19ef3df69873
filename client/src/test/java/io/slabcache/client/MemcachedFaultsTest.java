package io.slabcache.client;

import static io.slabcache.client.TestClients.PATIENCE;
import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.failure;
import static io.slabcache.client.TestClients.keyOn;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.RealMemcached;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three real servers, one of which is killed, restarted, suspended and resumed. */
@Timeout(60)
class MemcachedFaultsTest {
    private static final Logger LOG = LoggerFactory.getLogger(MemcachedFaultsTest.class);

    /** How soon a node that is back serves again. */
    private static final Duration BACK = Duration.ofSeconds(2);

    private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(500);

    /** More than an operation may take on a machine that does much else. */
    private static final Duration GENEROUS = Duration.ofSeconds(3);

    private static final int MEASURED = 2000;

    private static List<RealMemcached> servers = List.of();

    @BeforeAll
    static void startServers() {
        servers = List.of(RealMemcached.start(), RealMemcached.start(), RealMemcached.start());
    }

    /** A test that has failed may have left one suspended or dead. */
    @BeforeEach
    void reviveServers() {
        for (RealMemcached server : servers) {
            if (server.isRunning()) {
                server.resume();
            } else {
                server.restart();
            }
        }
    }

    @AfterAll
    static void stopServers() {
        servers.forEach(RealMemcached::close);
    }

    private MemcachedClient newClient() {
        return MemcachedClient.builder()
                .nodes(servers.stream()
                        .map(server -> server.address().toString())
                        .toArray(String[]::new))
                .operationTimeout(OPERATION_TIMEOUT)
                .stallTimeout(Duration.ofSeconds(1))
                .build();
    }

    @Test
    void node_killedUnderLoad_othersServeAndItServesAgainSoonAfterItsRestart() {
        RealMemcached victim = servers.get(1);
        try (MemcachedClient client = newClient();
                Load load = Load.on(client, 1)) {
            NodeAddress dead = victim.address();
            awaitProgress(load);
            measure(load, dead, "all nodes up");
            Item seen = Objects.requireNonNull(stored(client, dead));

            victim.kill();
            byte[] key = keyOn(client, dead, "key");
            await().atMost(PATIENCE).until(() -> failure(() -> client.get(key)) instanceof NodeUnavailableException);
            assertThatThrownBy(() -> client.set(key, bytes("v"), 0, 0))
                    .isInstanceOf(NodeUnavailableException.class)
                    .hasMessageContaining(dead.toString());
            load.reset();
            measure(load, dead, "one node killed");
            assertOthersUnharmed(load, dead);
            assertThat(load.of(dead).succeeded()).isZero();
            assertThat(load.of(dead).longest())
                    .isLessThan(OPERATION_TIMEOUT.plus(GENEROUS).toNanos());
            assertBulkFailsAlone(client, dead);

            victim.restart();
            awaitService(client, key);
            assertThat(client.cas(keyOn(client, dead, "token"), seen.casToken(), bytes("x"), 0, 0)
                            .isDone())
                    .isFalse();
            load.reset();
            awaitProgress(load);
            assertThat(client.metrics()).allMatch(metrics -> metrics.state() == NodeState.UP);
        }
    }

    @Test
    void node_suspendedUnderLoad_othersServeAndItServesAgainSoonAfterItIsResumed() {
        RealMemcached victim = servers.get(2);
        try (MemcachedClient client = newClient();
                Load load = Load.on(client, 1)) {
            NodeAddress stuck = victim.address();
            awaitProgress(load);
            measure(load, stuck, "all nodes up");

            victim.suspend();
            byte[] key = keyOn(client, stuck, "key");
            long start = System.nanoTime();
            assertThat(failure(() -> client.get(key))).isNotNull();
            assertThat(System.nanoTime() - start)
                    .isLessThan(OPERATION_TIMEOUT.plus(GENEROUS).toNanos());
            load.reset();
            measure(load, stuck, "one node suspended");
            assertOthersUnharmed(load, stuck);
            // The kernel accepts connections for it, and nobody answers on them.
            await().atMost(PATIENCE).until(() -> client.metrics().get(2).connectionLosses() > 0);

            victim.resume();
            awaitService(client, key);
            load.reset();
            awaitProgress(load);
        }
    }

    /** Suspended for so short a time that no connection is given up. */
    @Test
    void node_suspendedForAMoment_servesOnTheSameConnection() {
        RealMemcached victim = servers.get(0);
        try (MemcachedClient client = newClient()) {
            byte[] key = keyOn(client, victim.address(), "key");
            client.set(key, bytes("value"), 0, 0);
            victim.suspend();
            assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(100)).get(key))
                    .isInstanceOf(OperationTimeoutException.class);
            victim.resume();
            awaitService(client, key);
            assertThat(client.metrics().get(0).connects()).isEqualTo(1);
        }
    }

    @Test
    void nodes_allKilledAndRestarted_serveAgain() {
        try (MemcachedClient client = newClient()) {
            List<byte[]> keys = client.nodes().stream()
                    .map(node -> keyOn(client, node, "key"))
                    .toList();
            keys.forEach(key -> client.set(key, bytes("value"), 0, 0));
            for (int round = 0; round < 2; round++) {
                servers.forEach(RealMemcached::kill);
                await().atMost(PATIENCE)
                        .until(() -> client.getAll(keys).failures().size() == keys.size());
                servers.parallelStream().forEach(RealMemcached::restart);
                keys.forEach(key -> awaitService(client, key));
            }
        }
    }

    /** A client may be made while a node is down. */
    @Test
    void node_downFromTheStart_servesSoonAfterItIsThere() {
        RealMemcached victim = servers.get(1);
        victim.kill();
        try (MemcachedClient client = newClient()) {
            byte[] key = keyOn(client, victim.address(), "key");
            byte[] other = keyOn(client, servers.get(0).address(), "key");
            assertThat(client.set(other, bytes("value"), 0, 0).isDone()).isTrue();
            assertThat(failure(() -> client.get(key))).isNotNull();
            victim.restart();
            awaitService(client, key);
        }
    }

    private static Item stored(MemcachedClient client, NodeAddress node) {
        byte[] key = keyOn(client, node, "token");
        client.set(key, bytes("before"), 0, 0);
        return Objects.requireNonNull(client.get(key));
    }

    /** Serves: within two seconds an operation succeeds, and then all of them do. */
    private static void awaitService(MemcachedClient client, byte[] key) {
        await().atMost(BACK)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(MemcachedException.class)
                .until(() -> client.set(key, bytes("back"), 0, 0).isDone());
        for (int i = 0; i < 20; i++) {
            assertThat(text(client.get(key))).isEqualTo("back");
        }
    }

    private static void awaitProgress(Load load) {
        await().atMost(PATIENCE).until(() -> {
            boolean all = true;
            for (NodeAddress node : load.nodes()) {
                all &= load.of(node).succeeded() > 100;
            }
            return all;
        });
    }

    /** Tells the latencies of the nodes but one; the figures are for people to compare. */
    private static void measure(Load load, NodeAddress victim, String when) {
        load.reset();
        List<NodeAddress> others =
                load.nodes().stream().filter(node -> !node.equals(victim)).toList();
        await().atMost(PATIENCE)
                .until(() -> others.stream().allMatch(node -> load.of(node).succeeded() > MEASURED));
        for (NodeAddress node : others) {
            LOG.info(
                    "{}: node={}, p99={} us of {} operations",
                    when,
                    node,
                    load.of(node).p99() / 1000,
                    load.of(node).succeeded());
        }
    }

    private static void assertOthersUnharmed(Load load, NodeAddress victim) {
        for (NodeAddress node : load.nodes()) {
            if (!node.equals(victim)) {
                assertThat(load.of(node).failures()).as("failures of %s", node).isZero();
            }
        }
    }

    private static void assertBulkFailsAlone(MemcachedClient client, NodeAddress dead) {
        List<byte[]> keys =
                client.nodes().stream().map(node -> keyOn(client, node, "bulk")).toList();
        BulkResult<Item> result = client.getAll(keys);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(result.failure(i) != null)
                    .isEqualTo(client.nodes().get(i).equals(dead));
        }
        assertThat(result.failures()).hasSize(1);
    }
}
