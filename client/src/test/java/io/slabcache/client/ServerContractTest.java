package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Calls;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Operations on whole servers, and the client's own life, against real memcached. */
class ServerContractTest extends RealServerContract {
    ServerContractTest(Calls calls) {
        super(calls);
    }

    @Test
    void flush_itemsBeforeAndAfter_onlyTheLaterOnesAreThere() {
        byte[] key = newKey();
        client.set(key, bytes("before"), 0, 0);
        client.flush();
        assertThat(client.get(key)).isNull();
        client.set(key, bytes("after"), 0, 0);
        assertThat(value(key)).isEqualTo("after");
    }

    @Test
    void stats_groups_areTold() {
        assertThat(client.stats("").get(server().address())).containsKeys("pid", "curr_items", "threads");
        assertThat(client.stats("settings").get(server().address())).containsEntry("item_size_max", "1048576");
        assertThat(client.stats("reset").get(server().address())).isEmpty();
    }

    @Test
    void stats_unknownGroup_isTheServersErrorAndTheConnectionGoesOn() {
        assertThatThrownBy(() -> client.stats("nonsense")).isInstanceOf(ServerErrorException.class);
        assertThat(client.get(newKey())).isNull();
        assertThat(client.metrics().get(0).connectionLosses()).isZero();
    }

    @Test
    void versions_realServer_areTold() {
        assertThat(client.versions()).containsOnlyKeys(server().address());
        assertThat(client.versions().get(server().address())).startsWith("1.");
    }

    @Test
    void metrics_afterOperations_haveCountedThem() {
        byte[] key = newKey();
        long start = System.nanoTime();
        client.set(key, bytes("v"), 0, 0);
        client.get(key);
        client.get(newKey());
        long elapsed = System.nanoTime() - start;
        NodeMetrics metrics = client.metrics().get(0);
        assertThat(metrics.node()).isEqualTo(server().address());
        assertThat(metrics.state()).isEqualTo(NodeState.UP);
        assertThat(metrics.connections()).isEqualTo(1);
        assertThat(metrics.connects()).isEqualTo(1);
        assertThat(metrics.requests()).isEqualTo(3);
        assertThat(metrics.answers()).isEqualTo(3);
        // One after the other: together they took no longer than the whole.
        assertThat(metrics.answerNanos()).isBetween(1L, elapsed);
        assertThat(metrics.meanAnswerNanos()).isEqualTo(metrics.answerNanos() / 3.0);
        assertThat(metrics.hits()).isEqualTo(1);
        assertThat(metrics.misses()).isEqualTo(1);
        assertThat(metrics.inFlight()).isZero();
        assertThat(metrics.bytesRead()).isPositive();
        assertThat(metrics.bytesWritten()).isPositive();
    }

    @Test
    void keys_storedKeys_areMet() {
        Set<String> expected = new HashSet<>();
        for (byte[] key :
                List.of(newKey(), bytes("blank key " + text(newKey())), bytes("\u0000\u00ff" + text(newKey())))) {
            client.set(key, bytes("v"), 0, 0);
            expected.add(text(key));
        }
        Set<String> met = new HashSet<>();
        try (KeyCursor cursor = client.keys()) {
            while (cursor.advance()) {
                assertThat(cursor.node()).isEqualTo(server().address());
                met.add(text(cursor.key()));
            }
        }
        assertThat(met).containsAll(expected);
    }

    @Test
    void nodes_oneNode_isEveryKeysNode() {
        assertThat(client.nodes()).containsExactly(server().address());
        assertThat(client.nodeOf(newKey())).isEqualTo(server().address());
        byte[] key = newKey();
        client.on(server().address()).set(key, bytes("v"), 0, 0);
        assertThat(value(key)).isEqualTo("v");
        assertThatThrownBy(() -> client.on(new NodeAddress("elsewhere", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withTimeout_sameConnections_isAView() {
        byte[] key = newKey();
        MemcachedClient view = client.withTimeout(Duration.ofSeconds(30));
        view.set(key, bytes("v"), 0, 0);
        assertThat(value(key)).isEqualTo("v");
        assertThat(client.metrics().get(0).connects()).isEqualTo(1);
        assertThatThrownBy(() -> client.withTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_twice_refusesAllUseAfterwards() {
        client.get(newKey());
        client.close();
        client.close();
        assertThatThrownBy(() -> client.get(newKey())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.set(newKey(), bytes("v"), 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.getAll(newKeys(3))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.versions()).isInstanceOf(IllegalStateException.class);
    }
}
