package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.transcode.CounterTranscoder;
import io.slabcache.client.transcode.SpymemcachedTranscoder;
import io.slabcache.client.transcode.StringTranscoder;
import io.slabcache.client.transcode.UndecodableItemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedMemcachedClientTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InMemoryClient node = new InMemoryClient();
    private final TypedMemcachedClient<String> client = node.client().typed(new StringTranscoder());
    private final TypedAsyncMemcachedClient<String> async = client.async();

    private static <T> T result(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void values_storedAndRead_equal() {
        assertThat(client.get("k")).isNull();
        assertThat(client.replace("k", "v", MINUTE).status()).isEqualTo(WriteStatus.NOT_FOUND);
        assertThat(client.add("k", "v1", MINUTE).status()).isEqualTo(WriteStatus.DONE);
        assertThat(client.add("k", "v2", MINUTE).status()).isEqualTo(WriteStatus.EXISTS);
        assertThat(client.get("k")).isEqualTo("v1");
        assertThat(client.replace("k", "v3", MINUTE).isDone()).isTrue();
        assertThat(client.set("k", "straße", MINUTE).isDone()).isTrue();
        assertThat(client.get("k")).isEqualTo("straße");
        assertThat(client.delete("k")).isTrue();
        assertThat(client.delete("k")).isFalse();
    }

    @Test
    void compareAndSet_itemThatWasSeen_onlyOverThatOne() {
        client.set("k", "v1", MINUTE);
        TypedItem<String> seen = client.getItem("k");
        assertThat(seen).isNotNull();
        assertThat(seen.value()).isEqualTo("v1");
        assertThat(client.compareAndSet("k", seen, "v2", MINUTE).isDone()).isTrue();
        assertThat(client.compareAndSet("k", seen, "v3", MINUTE).status()).isEqualTo(WriteStatus.EXISTS);
        assertThat(client.delete("k", seen).status()).isEqualTo(WriteStatus.EXISTS);
        assertThat(client.get("k")).isEqualTo("v2");
        assertThat(client.getItem("absent")).isNull();
    }

    @Test
    void bulk_severalKeys_onlyThoseThatAreThereInOrder() {
        client.setAll(Map.of("a", "1", "b", "2", "c", "3"), MINUTE);
        assertThat(client.getAll(List.of("c", "absent", "a", "c")))
                .containsExactly(Map.entry("c", "3"), Map.entry("a", "1"));
        assertThat(client.deleteAll(List.of("a", "absent", "b", "a"))).isEqualTo(2);
        assertThat(client.getAll(List.of("a", "b", "c"))).containsOnlyKeys("c");
        assertThat(client.getAll(List.of())).isEmpty();
    }

    @Test
    void counters_anyTranscoder_decimalDigits() {
        TypedMemcachedClient<Object> typed = node.client().typed(new SpymemcachedTranscoder());
        assertThat(typed.increment("n", 1)).isEmpty();
        assertThat(typed.increment("n", 5, 10, MINUTE)).isEqualTo(10);
        assertThat(node.lastSeconds).isEqualTo(60);
        assertThat(typed.increment("n", 5)).hasValue(15);
        assertThat(typed.decrement("n", 6)).hasValue(9);
        assertThat(typed.decrement("n", 1, 0, TypedMemcachedClient.FOR_EVER)).isEqualTo(8);
        node.set(ascii("n"), ascii("9 "), 0, 0);
        assertThat(typed.count("n")).hasValue(9);
        assertThat(typed.count("absent")).isEmpty();
        typed.set("n", 5L, MINUTE);
        assertThatThrownBy(() -> typed.count("n"))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("key=n")
                .hasMessageContaining("clientFlags=0x300");
        assertThat(node.client()
                        .typed(new CounterTranscoder())
                        .set("n", 7L, MINUTE)
                        .isDone())
                .isTrue();
        assertThat(typed.count("n")).hasValue(7);
    }

    @Test
    void update_lostTwice_changedOnceWithTimeToLive() {
        client.set("k", "v", MINUTE);
        node.losses = 2;
        AtomicInteger calls = new AtomicInteger();
        String updated = client.update("k", Duration.ofSeconds(90), value -> value + calls.incrementAndGet());
        assertThat(updated).isEqualTo("v3");
        assertThat(client.get("k")).isEqualTo("v3");
        assertThat(node.lastSeconds).isEqualTo(90);
        assertThat(client.update("absent", MINUTE, value -> value)).isNull();
    }

    @Test
    void update_alwaysLost_failsAtLast() {
        client.set("k", "v", MINUTE);
        node.losses = Integer.MAX_VALUE;
        assertThatThrownBy(() -> client.update("k", MINUTE, value -> value + "!"))
                .isInstanceOf(MemcachedException.class)
                .hasMessageContaining("attempts=500");
        assertThatThrownBy(() -> result(async.update("k", MINUTE, value -> value + "!")))
                .hasCauseInstanceOf(MemcachedException.class)
                .hasMessageContaining("attempts=500");
        assertThat(client.get("k")).isEqualTo("v");
    }

    /** A server without CAS tokens would let every writer win. */
    @Test
    void update_noTokens_refused() {
        client.set("k", "v", MINUTE);
        node.dropTokens();
        assertThatThrownBy(() -> client.update("k", MINUTE, value -> value))
                .isInstanceOf(MemcachedException.class)
                .hasMessageContaining("CAS tokens");
    }

    @Test
    @SuppressWarnings("NullAway")
    void update_changedToNull_refused() {
        client.set("k", "v", MINUTE);
        assertThatThrownBy(() -> client.update("k", MINUTE, value -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("key=k");
    }

    @ParameterizedTest
    @CsvSource({"PT0.000000001S, 1", "PT1S, 1", "PT1.5S, 2", "P30D, 2592000", "P31D, 2678400"})
    void timeToLive_anyPositive_roundedUpToSeconds(Duration timeToLive, long seconds) {
        client.set("k", "v", timeToLive);
        assertThat(node.lastSeconds).isEqualTo(seconds);
        assertThat(client.touch("k", timeToLive)).isTrue();
        assertThat(client.getAndTouch("k", timeToLive)).isEqualTo("v");
        assertThat(node.lastSeconds).isEqualTo(seconds);
    }

    @Test
    void timeToLive_forEver_zero() {
        client.set("k", "v", TypedMemcachedClient.FOR_EVER);
        assertThat(node.lastSeconds).isZero();
        client.set("k", "v", Duration.ofSeconds(Long.MAX_VALUE, 1));
        assertThat(node.lastSeconds).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.001S", "PT-1H"})
    void timeToLive_notPositive_refused(Duration timeToLive) {
        assertThatThrownBy(() -> client.set("k", "v", timeToLive))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeToLive=" + timeToLive);
        assertThatThrownBy(() -> async.touch("k", timeToLive)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.update("k", timeToLive, value -> value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(node.lastSeconds).isEqualTo(-1);
    }

    @Test
    void key_emptyOrTooLong_refusedWithLengthAndLimit() {
        assertThatThrownBy(() -> client.get(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keyLength=0, maxKeyLength=250");
        assertThatThrownBy(() -> client.get("ä".repeat(126)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keyLength=252, maxKeyLength=250");
        assertThat(client.get("ä".repeat(125))).isNull();
        assertThatThrownBy(() -> async.get("k".repeat(251))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Else they would be the same key as one with a question mark. */
    @Test
    void key_unpairedSurrogate_refused() {
        assertThatThrownBy(() -> client.get("a\uD83D"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index=1");
        assertThat(client.get("a\uD83D\uDE00")).isNull();
    }

    @Test
    void get_undecodableItem_namesKeyAndFlags() {
        node.set(ascii("k"), ascii("v"), 0x99, 0);
        assertThatThrownBy(() -> client.get("k"))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("key=k")
                .hasMessageContaining("clientFlags=0x99");
        assertThatThrownBy(() -> client.getAll(List.of("a", "k"))).hasMessageContaining("key=k");
        assertThatThrownBy(() -> result(async.get("k"))).hasCauseInstanceOf(UndecodableItemException.class);
    }

    @Test
    void async_everyOperation_asSynchronous() throws Exception {
        assertThat(result(async.get("k"))).isNull();
        assertThat(result(async.add("k", "v1", MINUTE)).isDone()).isTrue();
        assertThat(result(async.add("k", "v1", MINUTE)).status()).isEqualTo(WriteStatus.EXISTS);
        assertThat(result(async.replace("k", "v2", MINUTE)).isDone()).isTrue();
        TypedItem<String> seen = result(async.getItem("k"));
        assertThat(result(async.compareAndSet("k", seen, "v3", MINUTE)).isDone())
                .isTrue();
        assertThat(result(async.delete("k", seen)).status()).isEqualTo(WriteStatus.EXISTS);
        node.losses = 2;
        assertThat(result(async.update("k", Duration.ofSeconds(30), value -> value + "!")))
                .isEqualTo("v3!");
        assertThat(node.lastSeconds).isEqualTo(30);
        assertThat(result(async.update("absent", MINUTE, value -> value))).isNull();
        assertThat(result(async.set("k", "v4", MINUTE)).isDone()).isTrue();
        result(async.setAll(Map.of("a", "1"), MINUTE));
        assertThat(result(async.getAll(List.of("k", "absent", "a"))))
                .containsExactly(Map.entry("k", "v4"), Map.entry("a", "1"));
        assertThat(result(async.touch("k", MINUTE))).isTrue();
        assertThat(result(async.getAndTouch("k", MINUTE))).isEqualTo("v4");
        assertThat(result(async.deleteAll(List.of("k", "a", "absent")))).isEqualTo(2);
        assertThat(result(async.delete("k"))).isFalse();
        assertThat(result(async.increment("n", 1))).isEmpty();
        assertThat(result(async.increment("n", 1, 5, MINUTE))).isEqualTo(5);
        assertThat(result(async.increment("n", 2))).hasValue(7);
        assertThat(result(async.decrement("n", 2))).hasValue(5);
        assertThat(result(async.decrement("n", 1, 0, MINUTE))).isEqualTo(4);
        assertThat(result(async.count("n"))).hasValue(4);
    }
}
