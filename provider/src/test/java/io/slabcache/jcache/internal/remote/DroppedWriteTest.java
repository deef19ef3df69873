package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.internal.RecordingListener;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conditional operation whose write is dropped, since its server failed, says that nothing was done. */
class DroppedWriteTest {
    private final RecordingListener<String, String> listener = new RecordingListener<>();
    private final HeapCaches caches = new HeapCaches(1);
    private final Cache<String, String> cache = caches.create(
            "one", "&miss", HeapCaches.strings().addCacheEntryListenerConfiguration(listener.synchronous()));

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void putIfAbsent_isFalse() {
        caches.fail("add");
        assertThat(cache.putIfAbsent("k", "v")).isFalse();
        assertNothingHappened(null, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace", "replaceValue", "getAndReplace", "put"})
    void replacements_areNotDone(String operation) {
        cache.put("k", "v");
        listener.events().clear();
        caches.fail("cas");
        switch (operation) {
            case "replace" -> assertThat(cache.replace("k", "w")).isFalse();
            case "replaceValue" -> assertThat(cache.replace("k", "v", "w")).isFalse();
            case "getAndReplace" -> assertThat(cache.getAndReplace("k", "w")).isEqualTo("v");
            default -> cache.put("k", "w");
        }
        assertNothingHappened("v", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "removeValue", "getAndRemove"})
    void removals_areNotDone(String operation) {
        cache.put("k", "v");
        listener.events().clear();
        caches.fail("delete");
        switch (operation) {
            case "remove" -> assertThat(cache.remove("k")).isFalse();
            case "removeValue" -> assertThat(cache.remove("k", "v")).isFalse();
            default -> assertThat(cache.getAndRemove("k")).isNull();
        }
        assertNothingHappened("v", 1);
    }

    @Test
    void invoke_effectIsNotCounted() {
        cache.put("k", "v");
        listener.events().clear();
        caches.fail("cas");
        cache.invoke("k", (entry, arguments) -> {
            entry.setValue("w");
            return null;
        });
        caches.fail("delete");
        cache.invoke("k", (entry, arguments) -> {
            entry.remove();
            return null;
        });
        assertNothingHappened("v", 1);
    }

    private void assertNothingHappened(@Nullable String value, int puts) {
        caches.failNothing();
        assertThat(listener.events()).isEmpty();
        assertThat(cache.get("k")).isEqualTo(value);
        SlabCacheStatistics statistics = cache.unwrap(SlabCache.class).statistics();
        assertThat(statistics.puts()).isEqualTo(puts);
        assertThat(statistics.removals()).isZero();
        assertThat(statistics.droppedWrites()).isPositive();
    }
}
