package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import io.slabcache.client.ItemTooLargeException;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.ServerErrorException;
import io.slabcache.client.WriteResult;
import io.slabcache.client.WriteStatus;
import io.slabcache.client.testing.RealMemcached;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every synchronous single-key operation against real memcached. */
class SingleOperationsTest {
    private static RealMemcached server;
    private static MemcachedClient client;

    @BeforeAll
    static void start() {
        server = RealMemcached.start();
        client = MemcachedClient.builder().node(server.address()).build();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] newKey() {
        return bytes("key-" + ThreadLocalRandom.current().nextLong());
    }

    private static String valueOf(byte[] key) {
        Item item = client.get(key);
        return item == null ? "(none)" : new String(item.value(), StandardCharsets.UTF_8);
    }

    @Test
    void get_nothingStored_isNull() {
        assertThat(client.get(newKey())).isNull();
    }

    @Test
    void set_value_isRead() {
        byte[] key = newKey();

        WriteResult result = client.set(key, bytes("value"), 0xcafe_babe, 0);

        assertThat(result.isDone()).isTrue();
        Item item = client.get(key);
        assertThat(item).isNotNull();
        assertThat(item.value()).isEqualTo(bytes("value"));
        assertThat(item.clientFlags()).isEqualTo(0xcafe_babe);
        assertThat(item.casToken()).isEqualTo(result.casToken()).isNotZero();
    }

    @Test
    void add_existing_isRefused() {
        byte[] key = newKey();

        assertThat(client.add(key, bytes("a"), 0, 0).status()).isEqualTo(WriteStatus.DONE);
        assertThat(client.add(key, bytes("b"), 0, 0)).isEqualTo(WriteResult.EXISTS);
        assertThat(valueOf(key)).isEqualTo("a");
    }

    @Test
    void replace_missingAndExisting_differ() {
        byte[] key = newKey();

        assertThat(client.replace(key, bytes("a"), 0, 0)).isEqualTo(WriteResult.NOT_FOUND);
        client.set(key, bytes("a"), 0, 0);
        assertThat(client.replace(key, bytes("b"), 0, 0).isDone()).isTrue();
        assertThat(valueOf(key)).isEqualTo("b");
    }

    @Test
    void cas_tokenOfItem_matchesOnce() {
        byte[] key = newKey();
        long token = client.set(key, bytes("a"), 0, 0).casToken();

        assertThat(client.cas(key, token, bytes("b"), 0, 0).isDone()).isTrue();
        assertThat(client.cas(key, token, bytes("c"), 0, 0)).isEqualTo(WriteResult.EXISTS);
        assertThat(client.cas(newKey(), token, bytes("c"), 0, 0)).isEqualTo(WriteResult.NOT_FOUND);
        assertThat(valueOf(key)).isEqualTo("b");
    }

    @Test
    void cas_anyToken_isRefused() {
        assertThatThrownBy(() -> client.cas(newKey(), MemcachedClient.ANY_TOKEN, bytes("b"), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void appendAndPrepend_existing_extend() {
        byte[] key = newKey();

        assertThat(client.append(key, 0, bytes("x"))).isEqualTo(WriteResult.NOT_STORED);
        long token = client.set(key, bytes("b"), 7, 0).casToken();
        assertThat(client.append(key, token, bytes("c")).isDone()).isTrue();
        assertThat(client.prepend(key, 0, bytes("a")).isDone()).isTrue();
        assertThat(client.prepend(key, token, bytes("z"))).isEqualTo(WriteResult.EXISTS);
        assertThat(valueOf(key)).isEqualTo("abc");
    }

    @Test
    void delete_withAndWithoutToken_removes() {
        byte[] key = newKey();

        assertThat(client.delete(key, 0)).isEqualTo(WriteResult.NOT_FOUND);
        long old = client.set(key, bytes("a"), 0, 0).casToken();
        long token = client.set(key, bytes("b"), 0, 0).casToken();
        assertThat(client.delete(key, old)).isEqualTo(WriteResult.EXISTS);
        assertThat(client.delete(key, token)).isEqualTo(WriteResult.REMOVED);
        assertThat(client.get(key)).isNull();
    }

    @Test
    void counters_missingAndExisting_count() {
        byte[] key = newKey();

        assertThat(client.increment(key, 1)).isEqualTo(OptionalLong.empty());
        assertThat(client.increment(key, 1, 10, 0)).isEqualTo(10);
        assertThat(client.increment(key, 5)).isEqualTo(OptionalLong.of(15));
        assertThat(client.decrement(key, 20)).isEqualTo(OptionalLong.of(0));
        assertThat(client.decrement(newKey(), 1, 3, 0)).isEqualTo(3);
        client.set(key, bytes("no number"), 0, 0);
        assertThatThrownBy(() -> client.increment(key, 1))
                .isInstanceOf(ServerErrorException.class)
                .hasMessageContaining(server.address().toString());
    }

    @Test
    void touch_existing_isTrue() {
        byte[] key = newKey();

        assertThat(client.touch(key, 100)).isFalse();
        assertThat(client.getAndTouch(key, 100)).isNull();
        client.set(key, bytes("a"), 0, 0);
        assertThat(client.touch(key, 100)).isTrue();
        Item item = client.getAndTouch(key, 0);
        assertThat(item).isNotNull();
        assertThat(item.value()).isEqualTo(bytes("a"));
    }

    @Test
    void set_valueOfEveryLength_isReadWhole() {
        for (int length : new int[] {0, 1, 4095, 4097, 65_000, 65_536, 65_537, 200_000, 1_000_000}) {
            byte[] key = newKey();
            byte[] value = new byte[length];
            ThreadLocalRandom.current().nextBytes(value);
            client.set(key, value, length, 0);
            Item item = client.get(key);
            assertThat(item).as("length=" + length).isNotNull();
            assertThat(Arrays.equals(item.value(), value))
                    .as("length=" + length)
                    .isTrue();
            assertThat(item.clientFlags()).isEqualTo(length);
        }
    }

    @Test
    void set_tooLargeForTheServer_isRefusedAndTheOldValueStays() {
        byte[] key = newKey();
        client.set(key, bytes("old"), 0, 0);

        assertThatThrownBy(() -> client.set(key, new byte[1024 * 1024], 0, 0))
                .isInstanceOfSatisfying(ItemTooLargeException.class, e -> {
                    assertThat(e.valueLength()).isEqualTo(1024 * 1024);
                    assertThat(e.maxValueLength()).isEqualTo(1024 * 1024 - 48 - 8 - key.length - 1 - 2);
                });
        assertThat(valueOf(key)).isEqualTo("old");
        int longest = 1024 * 1024 - 48 - 8 - key.length - 1 - 2;
        assertThat(client.set(key, new byte[longest], 0, 0).isDone()).isTrue();
    }

    @Test
    void versions_oneNode_isTold() {
        assertThat(client.versions()).containsOnlyKeys(server.address());
    }

    @Test
    void get_severalNodes_routesByKey() {
        try (RealMemcached second = RealMemcached.start();
                RealMemcached third = RealMemcached.start();
                MemcachedClient cluster = MemcachedClient.builder()
                        .node(server.address())
                        .node(second.address())
                        .node(third.address())
                        .connectionsPerNode(2)
                        .build()) {
            for (int i = 0; i < 100; i++) {
                byte[] key = bytes("routed-" + i);
                cluster.set(key, bytes("v" + i), 0, 0);
                Item item = cluster.on(cluster.nodeOf(key)).get(key);
                assertThat(item).isNotNull();
                assertThat(item.value()).isEqualTo(bytes("v" + i));
            }
            assertThat(cluster.metrics())
                    .allSatisfy(node -> assertThat(node.hits()).isPositive());
        }
    }

    @Test
    void get_nodeIsNotThere_failsAtOnceAndNamesIt() {
        int port = RealMemcached.freePort();
        try (MemcachedClient lonely =
                MemcachedClient.builder().nodes("127.0.0.1:" + port).build()) {
            assertThatThrownBy(() -> lonely.get(newKey()))
                    .isInstanceOf(NodeUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("GET");
        }
    }

    @Test
    void get_closedClient_isRefused() {
        MemcachedClient closed =
                MemcachedClient.builder().node(server.address()).build();
        closed.get(newKey());
        closed.close();

        assertThatThrownBy(() -> closed.get(newKey())).isInstanceOf(IllegalStateException.class);
    }
}
