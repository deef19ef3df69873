package io.slabcache.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.client.WriteStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every operation of this project's client on this project's node, whose clock the test holds. */
@Timeout(60)
class ClientOnServerTest {
    /** Starts at the wall clock, by which the client sends moments. */
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());

    private @Nullable MemcachedServer server;
    private @Nullable MemcachedClient opened;

    @BeforeEach
    void start() throws IOException {
        MemcachedServer started =
                MemcachedServer.start(ServerSettings.builder().port(0).build(), clock::get);
        server = started;
        opened = MemcachedClient.builder()
                .node(new NodeAddress("127.0.0.1", started.port()))
                .operationTimeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterEach
    void stop() {
        client().close();
        Objects.requireNonNull(server).close();
    }

    private MemcachedClient client() {
        return Objects.requireNonNull(opened);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private @Nullable String value(String key) {
        Item item = client().get(bytes(key));
        return item == null ? null : new String(item.value(), US_ASCII);
    }

    @Test
    void storage_allModes_asMemcached() {
        byte[] key = bytes("k");
        assertThat(client().replace(key, bytes("v"), 0, 0)).isEqualTo(WriteResult.NOT_FOUND);
        WriteResult added = client().add(key, bytes("v"), -1, 0);
        assertThat(added.status()).isEqualTo(WriteStatus.DONE);
        Item item = Objects.requireNonNull(client().get(key));
        assertThat(item.clientFlags()).isEqualTo(-1);
        assertThat(item.casToken()).isEqualTo(added.casToken()).isNotZero();
        assertThat(client().add(key, bytes("w"), 0, 0)).isEqualTo(WriteResult.EXISTS);
        assertThat(client().cas(key, added.casToken() + 1, bytes("w"), 0, 0)).isEqualTo(WriteResult.EXISTS);
        WriteResult swapped = client().cas(key, added.casToken(), bytes("w"), 7, 0);
        assertThat(swapped.isDone()).isTrue();
        assertThat(swapped.casToken()).isNotEqualTo(added.casToken());
        assertThat(client().append(key, MemcachedClient.ANY_TOKEN, bytes("+")).isDone())
                .isTrue();
        assertThat(client().prepend(key, MemcachedClient.ANY_TOKEN, bytes("-")).isDone())
                .isTrue();
        assertThat(value("k")).isEqualTo("-w+");
        assertThat(client().delete(key, swapped.casToken())).isEqualTo(WriteResult.EXISTS);
        assertThat(client().delete(key, MemcachedClient.ANY_TOKEN)).isEqualTo(WriteResult.REMOVED);
        assertThat(client().delete(key, MemcachedClient.ANY_TOKEN)).isEqualTo(WriteResult.NOT_FOUND);
    }

    @Test
    void values_ofAllSizes_comeBackWhole() {
        for (int length : new int[] {0, 1, 511, 512, 16_000, 16_384, 65_536, 300_000, 1_048_000}) {
            byte[] value = new byte[length];
            for (int i = 0; i < length; i++) {
                value[i] = (byte) (i * 31 + length);
            }
            byte[] key = bytes("size-" + length);
            client().set(key, value, length, 0);
            Item item = Objects.requireNonNull(client().get(key));
            assertThat(item.value()).isEqualTo(value);
            assertThat(item.clientFlags()).isEqualTo(length);
        }
    }

    @Test
    void bulk_thousandsOfKeys_inOrder() {
        List<StoreRequest> items = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            keys.add(bytes("bulk-" + i));
            if (i % 3 != 0) {
                items.add(new StoreRequest(keys.get(i), bytes("value " + i), i, 0));
            }
        }
        assertThat(client().setAll(items).values()).allMatch(WriteResult::isDone);
        BulkResult<@Nullable Item> all = client().getAll(keys);
        for (int i = 0; i < keys.size(); i++) {
            Item item = all.values().get(i);
            if (i % 3 == 0) {
                assertThat(item).isNull();
            } else {
                assertThat(new String(Objects.requireNonNull(item).value(), US_ASCII))
                        .isEqualTo("value " + i);
            }
        }
        client().deleteAll(keys);
        assertThat(client().getAll(keys).values()).containsOnlyNulls();
    }

    @Test
    void counters_upAndDown() {
        byte[] key = bytes("c");
        assertThat(client().increment(key, 1)).isEmpty();
        assertThat(client().increment(key, 1, 10, 0)).isEqualTo(10);
        assertThat(client().increment(key, 5)).isEqualTo(OptionalLong.of(15));
        assertThat(client().decrement(key, 20)).isEqualTo(OptionalLong.of(0));
        assertThat(value("c")).isEqualTo("0 ");
    }

    @Test
    void expiry_ofAllKinds_endsAtItsTime() {
        client().set(bytes("relative"), bytes("v"), 0, 10);
        client().set(bytes("absolute"), bytes("v"), 0, 30L * 24 * 60 * 60 + 100);
        client().set(bytes("never"), bytes("v"), 0, 0);
        client().set(bytes("touched"), bytes("v"), 3, 10);
        assertThat(client().touch(bytes("touched"), 100)).isTrue();
        assertThat(client().touch(bytes("missing"), 100)).isFalse();
        assertThat(Objects.requireNonNull(client().getAndTouch(bytes("touched"), 50))
                        .clientFlags())
                .isEqualTo(3);

        clock.addAndGet(8_999);
        assertThat(value("relative")).isEqualTo("v");
        clock.addAndGet(3_000);
        assertThat(value("relative")).isNull();
        assertThat(value("touched")).isEqualTo("v");
        clock.addAndGet(50_000);
        assertThat(value("touched")).isNull();
        assertThat(value("absolute")).isEqualTo("v");
        clock.addAndGet(31L * 24 * 60 * 60 * 1000);
        assertThat(value("absolute")).isNull();
        assertThat(value("never")).isEqualTo("v");
    }

    @Test
    void flush_withDelays_hidesWhatIsOlderAndNothingComesBack() throws IOException {
        client().set(bytes("before"), bytes("v"), 0, 0);
        flushIn(10);
        flushIn(20);
        client().set(bytes("between"), bytes("v"), 0, 0);
        assertThat(value("before")).isEqualTo("v");
        client().flush();
        assertThat(value("before")).isNull();
        client().set(bytes("after"), bytes("v"), 0, 0);
        // memcached has one mark: a delayed flush brings back what an immediate one had hidden
        flushIn(30);
        assertThat(value("before")).isNull();
        assertThat(value("after")).isEqualTo("v");
        clock.addAndGet(10_000);
        assertThat(value("after")).isNull();
        client().set(bytes("later"), bytes("v"), 0, 0);
        clock.addAndGet(9_999);
        assertThat(value("later")).isEqualTo("v");
        clock.addAndGet(1);
        assertThat(value("later")).isNull();
    }

    private void flushIn(int seconds) throws IOException {
        try (Wire wire = new Wire(Objects.requireNonNull(server).port())) {
            wire.send(Wire.request(0x08, 0, HexFormat.of().toHexDigits(seconds), "", ""));
            assertThat(wire.answers()).isEqualTo(Wire.response(0x08, 0, 0, "", "", ""));
        }
    }

    @Test
    void keys_thousandsOfAnyBytes_areMetOnce() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String key = "key " + i + "%\u0000\r\n" + (char) (i % 256);
            stored.add(key);
            client().set(key.getBytes(ISO_8859_1), new byte[i % 10], i % 2, 0);
        }
        List<String> met = new ArrayList<>();
        try (KeyCursor cursor = client().keys()) {
            while (cursor.advance()) {
                met.add(new String(cursor.key(), ISO_8859_1));
            }
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void stats_afterOperations_haveTrueValues() {
        client().set(bytes("k"), bytes("v"), 0, 0);
        client().get(bytes("k"));
        client().get(bytes("missing"));
        client().delete(bytes("missing"), 0);
        client().increment(bytes("missing"), 1);
        client().touch(bytes("k"), 0);
        Map<String, String> general = stats("");
        assertThat(general)
                .containsEntry("cmd_get", "2")
                .containsEntry("cmd_set", "1")
                .containsEntry("get_hits", "1")
                .containsEntry("get_misses", "1")
                .containsEntry("delete_misses", "1")
                .containsEntry("incr_misses", "1")
                .containsEntry("touch_hits", "1")
                .containsEntry("curr_items", "1")
                .containsEntry("total_items", "1")
                .containsKeys("curr_connections", "rusage_user", "uptime")
                .containsEntry("limit_maxbytes", "67108864")
                .containsEntry("pid", Long.toString(ProcessHandle.current().pid()));
        assertThat(general.get("version")).startsWith("1.6.");
        assertThat(Long.parseLong(Objects.requireNonNull(general.get("bytes_read"))))
                .isPositive();
        assertThat(stats("settings"))
                .containsEntry("item_size_max", "1048576")
                .containsEntry("maxconns", "1024")
                .containsEntry(
                        "tcpport",
                        Integer.toString(Objects.requireNonNull(server).port()));
        assertThat(stats("slabs")).containsEntry("active_slabs", "1");
        assertThat(stats("items")).containsValue("1");
        assertThat(stats("reset")).isEmpty();
        assertThat(stats(""))
                .containsEntry("cmd_get", "0")
                .containsEntry("total_items", "0")
                .containsEntry("curr_items", "1");
    }

    private Map<String, String> stats(String group) {
        return client().stats(group).values().iterator().next();
    }
}
