package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.internal.MapLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease ends whatever becomes of the value that was loaded under it: nobody else need wait for its time. */
class LoadedValueTest {
    private static final String KEY = "k";

    private final Map<String, String> source = new HashMap<>(Map.of(KEY, "loaded"));
    private final MapLoader loader = new MapLoader(source);
    private final HeapCaches caches = new HeapCaches(1);

    @AfterEach
    void close() {
        caches.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&miss"})
    void readThrough_storingFails_valueIsReturnedAndTheLeaseEnds(String options) {
        Cache<String, String> cache = open(options);
        caches.fail("cas");
        assertThat(cache.get(KEY)).isEqualTo("loaded");
        assertThat(caches.items()).isEmpty();
        assertThat(cache.getAll(Set.of(KEY))).containsEntry(KEY, "loaded");
        assertThat(caches.items()).isEmpty();
        caches.failNothing();
        assertThat(cache.get(KEY)).isEqualTo("loaded");
        assertThat(caches.items()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&miss"})
    void readThrough_valueTooLarge_valueIsReturnedAndTheLeaseEnds(String options) {
        Cache<String, String> cache = open(options);
        String large = "x".repeat(2 * HeapMemcachedServers.MAX_ITEM_SIZE);
        source.put(KEY, large);
        assertThat(cache.get(KEY)).isEqualTo(large);
        assertThat(caches.items()).isEmpty();
    }

    @Test
    void loadAll_storingFails_listenerIsToldAndTheLeaseEnds() throws Exception {
        Cache<String, String> cache = open("");
        caches.fail("cas");
        assertFails(cache);
        assertThat(caches.items()).isEmpty();
        caches.failNothing();
        loadAll(cache);
        assertThat(cache.get(KEY)).isEqualTo("loaded");
    }

    @Test
    void loadAll_storingFailsWhereThatIsAMiss_leaseEnds() throws Exception {
        Cache<String, String> cache = open("&miss");
        caches.fail("cas");
        loadAll(cache);
        assertThat(caches.items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&miss"})
    void loadAll_valueTooLarge_listenerIsToldAndTheLeaseEnds(String options) {
        Cache<String, String> cache = open(options);
        source.put(KEY, "x".repeat(2 * HeapMemcachedServers.MAX_ITEM_SIZE));
        assertFails(cache);
        assertThat(caches.items()).isEmpty();
    }

    private static void assertFails(Cache<String, String> cache) {
        assertThatThrownBy(() -> loadAll(cache))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CacheException.class);
    }

    private static void loadAll(Cache<String, String> cache) throws Exception {
        CompletionListenerFuture completion = new CompletionListenerFuture();
        cache.loadAll(Set.of(KEY), false, completion);
        completion.get(10, TimeUnit.SECONDS);
    }

    private Cache<String, String> open(String options) {
        MapLoader mapLoader = loader;
        return caches.create(
                "loading", options, HeapCaches.strings().setReadThrough(true).setCacheLoaderFactory(() -> mapLoader));
    }
}
