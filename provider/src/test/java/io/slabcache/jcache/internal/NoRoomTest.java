package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an entry for which the store finds no room. */
class NoRoomTest {
    private static final String LARGE = "x".repeat(2 * CrampedSlabProvider.ROOM);

    private final RecordingWriter writer = new RecordingWriter();
    private final RecordingListener<String, String> listener = new RecordingListener<>();
    private final JCacheFixture jcache = new JCacheFixture("embedded-cramped:no-room");

    @AfterEach
    void close() {
        jcache.close();
    }

    private static SlabConfiguration<String, String> cramped() {
        return new SlabConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCapacity(1L << 20);
    }

    private Cache<String, String> writing() {
        SlabConfiguration<String, String> configuration = cramped();
        configuration
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> writer)
                .addCacheEntryListenerConfiguration(listener.synchronous());
        return jcache.create(configuration);
    }

    @Test
    void put_withoutWriter_namesTheSizesAndKeepsTheOldValue() {
        Cache<String, String> cache = jcache.create(cramped());
        cache.put("k", "1");
        assertNoRoom(() -> cache.put("k", LARGE));
        assertThat(cache.get("k")).isEqualTo("1");
    }

    @Test
    void everyWrite_withWriter_takesTheStaleValueOut() {
        Cache<String, String> cache = writing();
        assertTakenOut(cache, () -> cache.put("k", LARGE));
        assertTakenOut(cache, () -> cache.getAndPut("k", LARGE));
        assertTakenOut(cache, () -> cache.replace("k", LARGE));
        assertTakenOut(cache, () -> cache.replace("k", "1", LARGE));
        assertTakenOut(cache, () -> cache.putAll(Map.of("k", LARGE)));
        assertTakenOut(
                cache,
                () -> cache.invoke("k", (entry, arguments) -> {
                    entry.setValue(LARGE);
                    return null;
                }));
    }

    @Test
    void putAll_noRoomForOne_storesAndCountsTheOthers() {
        Cache<String, String> cache = writing();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("a", "1");
        all.put("b", LARGE);
        all.put("c", "3");
        assertNoRoom(() -> cache.putAll(all));
        assertThat(writer.calls()).containsExactlyInAnyOrder("write a=1", "write b=" + LARGE, "write c=3");
        assertThat(cache.getAll(Set.of("a", "b", "c"))).containsOnly(Map.entry("a", "1"), Map.entry("c", "3"));
        assertThat(JCacheFixture.statistics(cache).puts()).isEqualTo(2);
    }

    private void assertTakenOut(Cache<String, String> cache, ThrowingCallable write) {
        cache.put("k", "1");
        writer.calls().clear();
        listener.events().clear();
        assertNoRoom(write);
        assertThat(writer.calls()).containsExactly("write k=" + LARGE);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(listener.events()).isEmpty();
    }

    private static void assertNoRoom(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=test")
                .hasMessageContaining("valueBytes=20")
                .hasMessageContaining("capacity=1048576")
                .hasMessageContaining("usedBytes=")
                .hasMessageContaining("entries=");
    }
}
