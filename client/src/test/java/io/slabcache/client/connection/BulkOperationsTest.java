package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.ItemPair;
import io.slabcache.client.ItemTooLargeException;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.client.WriteStatus;
import io.slabcache.client.testing.RealMemcached;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk and asynchronous operations against three real nodes with two connections each. */
class BulkOperationsTest {
    private static final List<RealMemcached> SERVERS = new ArrayList<>();
    private static MemcachedClient client;

    @BeforeAll
    static void start() {
        for (int i = 0; i < 3; i++) {
            SERVERS.add(RealMemcached.start());
        }
        client = newClient(2);
    }

    private static MemcachedClient newClient(int connections) {
        var builder =
                MemcachedClient.builder().connectionsPerNode(connections).operationTimeout(Duration.ofSeconds(10));
        SERVERS.forEach(server -> builder.node(server.address()));
        return builder.build();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        SERVERS.forEach(RealMemcached::close);
    }

    @BeforeEach
    void clear() {
        client.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> keys(int from, int to) {
        List<byte[]> keys = new ArrayList<>();
        for (int i = from; i < to; i++) {
            keys.add(bytes("bulk-" + i));
        }
        return keys;
    }

    private static List<StoreRequest> items(int count) {
        List<StoreRequest> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new StoreRequest(bytes("bulk-" + i), bytes("value-" + i), i, 0));
        }
        return items;
    }

    @Test
    void getAll_moreThanAPipeline_findsEachInItsPlace() {
        BulkResult<WriteResult> stored = client.setAll(items(3000));

        assertThat(stored.size()).isEqualTo(3000);
        assertThat(stored.values())
                .allSatisfy(result -> assertThat(result.isDone()).isTrue());
        BulkResult<Item> found = client.getAll(keys(0, 4000));
        assertThat(found.failures()).isEmpty();
        for (int i = 0; i < 4000; i++) {
            Item item = found.get(i);
            if (i < 3000) {
                assertThat(item).isNotNull();
                assertThat(item.value()).isEqualTo(bytes("value-" + i));
                assertThat(item.clientFlags()).isEqualTo(i);
                assertThat(item.casToken()).isNotZero();
            } else {
                assertThat(item).isNull();
            }
        }
    }

    @Test
    void getAll_noKeys_isEmpty() {
        assertThat(client.getAll(List.of()).values()).isEmpty();
    }

    @Test
    void setAll_tooLargeAmongOthers_failsAlone() {
        client.set(bytes("large"), bytes("old"), 0, 0);

        BulkResult<WriteResult> stored = client.setAll(List.of(
                new StoreRequest(bytes("a"), bytes("1"), 0, 0),
                new StoreRequest(bytes("large"), new byte[2_000_000], 0, 0),
                new StoreRequest(bytes("b"), new byte[900_000], 0, 0)));

        assertThat(stored.get(0).isDone()).isTrue();
        assertThat(stored.failure(1)).isInstanceOf(ItemTooLargeException.class);
        assertThat(stored.get(2).isDone()).isTrue();
        Item old = client.get(bytes("large"));
        assertThat(old).isNotNull();
        assertThat(old.value()).isEqualTo(bytes("old"));
    }

    @Test
    void setAll_muchMoreThanTheSocketsTake_isStored() {
        List<StoreRequest> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            items.add(new StoreRequest(bytes("bulk-" + i), new byte[700_000 + i], i, 0));
        }

        assertThat(client.setAll(items).failures()).isEmpty();
        BulkResult<Item> found = client.getAll(keys(0, 60));
        long present = 0;
        for (int i = 0; i < 60; i++) {
            Item item = found.get(i);
            if (item != null) {
                assertThat(item.value()).hasSize(700_000 + i);
                present++;
            }
        }
        assertThat(present).isGreaterThan(30);
    }

    /** What is sent once there is a connection must not come behind what finds one. */
    @Test
    void setAll_sameKeyManyTimesWhileConnecting_theLastOneStays() {
        byte[] key = bytes("bulk-twice");
        List<StoreRequest> items = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            items.add(new StoreRequest(key, bytes(Integer.toString(i)), 0, 0));
        }
        for (int round = 0; round < 20; round++) {
            try (MemcachedClient fresh = newClient(1)) {
                fresh.setAll(items).values();
                assertThat(Objects.requireNonNull(fresh.get(key)).value()).isEqualTo(bytes("1999"));
            }
        }
    }

    @Test
    void deleteAll_presentAndMissing_tells() {
        client.setAll(items(10));

        BulkResult<WriteResult> deleted = client.deleteAll(keys(5, 15));

        for (int i = 0; i < 10; i++) {
            assertThat(deleted.get(i).status()).isEqualTo(i < 5 ? WriteStatus.DONE : WriteStatus.NOT_FOUND);
        }
        assertThat(client.getAll(keys(0, 5)).values()).doesNotContainNull();
    }

    @Test
    void getAllWithCompanion_severalNodes_readsItOnEach() {
        client.setAll(items(600));
        for (RealMemcached server : SERVERS) {
            client.on(server.address()).set(bytes("companion"), bytes("" + server.port()), 0, 0);
        }

        BulkResult<ItemPair> pairs = client.getAllWithCompanion(keys(0, 700), bytes("companion"));

        for (int i = 0; i < 700; i++) {
            ItemPair pair = pairs.get(i);
            int port = client.nodeOf(bytes("bulk-" + i)).port();
            assertThat(pair.companion()).isNotNull();
            assertThat(pair.companion().value()).isEqualTo(bytes("" + port));
            assertThat(pair.item() != null).isEqualTo(i < 600);
        }
    }

    @Test
    void getWithCompanion_allFourCases_tells() {
        byte[] key = bytes("bulk-1");
        assertThat(client.getWithCompanion(key, bytes("companion"))).isEqualTo(new ItemPair(null, null));
        client.set(key, bytes("v"), 0, 0);
        ItemPair pair = client.getWithCompanion(key, bytes("companion"));
        assertThat(pair.companion()).isNull();
        assertThat(pair.item()).isNotNull();
        client.on(client.nodeOf(key)).set(bytes("companion"), bytes("c"), 0, 0);
        pair = client.getWithCompanion(key, bytes("companion"));
        assertThat(pair.companion()).isNotNull();
        assertThat(pair.item()).isNotNull();
        client.delete(key, 0);
        pair = client.getWithCompanion(key, bytes("companion"));
        assertThat(pair.companion()).isNotNull();
        assertThat(pair.item()).isNull();
    }

    @Test
    void getAll_oneNodeDown_othersAnswer() {
        RealMemcached extra = RealMemcached.start();
        var builder = MemcachedClient.builder().operationTimeout(Duration.ofSeconds(2));
        SERVERS.forEach(server -> builder.node(server.address()));
        try (MemcachedClient four = builder.node(extra.address()).build()) {
            assertThat(four.setAll(items(400)).failures()).isEmpty();
            extra.kill();
            Awaitility.await().until(() -> !four.getAll(keys(0, 400)).failures().isEmpty());

            BulkResult<Item> found = four.getAll(keys(0, 400));

            assertThat(found.failures()).hasSize(1);
            assertThatThrownBy(found::values).isInstanceOf(NodeUnavailableException.class);
            for (int i = 0; i < 400; i++) {
                boolean lost = four.nodeOf(bytes("bulk-" + i)).equals(extra.address());
                assertThat(found.failure(i) != null).isEqualTo(lost);
                if (!lost) {
                    assertThat(found.get(i)).isNotNull();
                }
            }
            extra.restart();
            Awaitility.await().until(() -> four.getAll(keys(0, 400)).failures().isEmpty());
        } finally {
            extra.close();
        }
    }

    @Test
    void stats_threeNodes_eachTells() {
        assertThat(client.stats(""))
                .hasSize(3)
                .allSatisfy((node, stats) -> assertThat(stats).containsKeys("pid", "version"));
        assertThat(client.stats("settings")).hasSize(3);
        assertThat(client.stats("detail dump")).hasSize(3);
    }

    @Test
    void async_everyOperation_completes() throws Exception {
        byte[] key = bytes("async");
        var async = client.async();

        assertThat(get(async.get(key))).isNull();
        assertThat(get(async.add(key, bytes("a"), 1, 0)).isDone()).isTrue();
        assertThat(get(async.replace(key, bytes("b"), 1, 0)).isDone()).isTrue();
        long token = get(async.set(key, bytes("c"), 1, 0)).casToken();
        assertThat(get(async.cas(key, token, bytes("d"), 1, 0)).isDone()).isTrue();
        assertThat(get(async.append(key, 0, bytes("e"))).isDone()).isTrue();
        assertThat(get(async.prepend(key, 0, bytes("c"))).isDone()).isTrue();
        assertThat(get(async.getAndTouch(key, 100)).value()).isEqualTo(bytes("cde"));
        assertThat(get(async.touch(key, 100))).isTrue();
        assertThat(get(async.delete(key, 0))).isEqualTo(WriteResult.REMOVED);
        assertThat(get(async.increment(key, 1))).isEmpty();
        assertThat(get(async.increment(key, 1, 5, 0))).isEqualTo(5);
        assertThat(get(async.decrement(key, 1))).hasValue(4);
        assertThat(get(async.decrement(key, 1, 5, 0))).isEqualTo(3);
        assertThat(get(async.setAll(items(1000))).failures()).isEmpty();
        assertThat(get(async.getAll(keys(0, 1000))).values()).doesNotContainNull();
        assertThat(get(async.deleteAll(keys(0, 1000))).failures()).isEmpty();
        assertThat(get(async.versions())).hasSize(3);
        assertThat(get(async.stats(""))).hasSize(3);
        assertThat(get(async.flush())).isNull();
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void async_manyInFlight_allComplete() throws Exception {
        client.setAll(items(500));
        List<CompletableFuture<Item>> stages = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 500; i++) {
                stages.add(client.async().get(bytes("bulk-" + i)).toCompletableFuture());
            }
            CompletableFuture.allOf(stages.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 500; i++) {
                assertThat(stages.get(i).join().value()).isEqualTo(bytes("value-" + i));
            }
            stages.clear();
        }
    }

    @Test
    void async_synchronousOperationInCallback_isRefused() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            get(client.async().get(bytes("a")).thenAccept(item -> {
                if (Thread.currentThread().getName().endsWith("-io")) {
                    assertThatThrownBy(() -> client.get(bytes("a")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("thenApplyAsync");
                    refused.incrementAndGet();
                }
            }));
        }
        assertThat(refused.get()).isPositive();
    }
}
