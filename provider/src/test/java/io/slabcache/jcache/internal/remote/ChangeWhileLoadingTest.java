package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.internal.MapLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What another process does to an entry while this one loads it is newer than what is loaded. */
class ChangeWhileLoadingTest {
    private static final String KEY = "k";

    private final Map<String, String> source = new HashMap<>(Map.of(KEY, "1"));
    private final HeapCaches caches = new HeapCaches(1);
    private volatile Runnable whileLoading = () -> {};
    private final MapLoader loader = new MapLoader(source) {
        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> loaded = super.loadAll(keys);
            whileLoading.run();
            return loaded;
        }
    };
    private final Cache<String, String> other = caches.create("other", "", accessed());
    private final Cache<String, String> loading = caches.create("loading", "", loading(accessed()));

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void invoke_removedAfterTheLoad_runsAgainWithWhatIsLoadedThen() {
        AtomicInteger runs = new AtomicInteger();
        String result = loading.invoke(KEY, (entry, arguments) -> {
            String value = entry.getValue();
            if (runs.incrementAndGet() == 1) {
                source.put(KEY, "2");
                other.remove(KEY);
            }
            entry.setValue(value + "!");
            return value;
        });
        assertThat(result).isEqualTo("2");
        assertThat(other.get(KEY)).isEqualTo("2!");
        assertThat(loader.calls()).containsExactly("load k", "load k");
    }

    @Test
    void invoke_putAndRemovedAfterTheLoad_runsAgainWithWhatIsLoadedThen() {
        AtomicInteger runs = new AtomicInteger();
        loading.invoke(KEY, (entry, arguments) -> {
            String value = entry.getValue();
            int run = runs.incrementAndGet();
            if (run == 1) {
                other.put(KEY, "between");
            } else if (run == 2) {
                source.put(KEY, "3");
                other.remove(KEY);
            }
            entry.setValue(value + "!");
            return null;
        });
        assertThat(other.get(KEY)).isEqualTo("3!");
        assertThat(runs).hasValue(3);
    }

    @Test
    void invoke_nothingHappensMeanwhile_fillsTheLease() {
        other.put("makes", "a generation");
        Map<String, AtomicInteger> steps = new HashMap<>();
        caches.servers.inject(new HeapMemcachedServers.Fault() {
            @Override
            public void before(String operation, byte[] key) {
                steps.computeIfAbsent(operation, first -> new AtomicInteger()).getAndIncrement();
            }
        });
        loading.invoke(KEY, (entry, arguments) -> {
            entry.setValue(entry.getValue() + "!");
            return null;
        });
        caches.failNothing();
        assertThat(steps.get("add")).as("of the lease").hasValue(1);
        assertThat(steps.get("cas")).as("of the value over the lease").hasValue(1);
        assertThat(other.get(KEY)).isEqualTo("1!");
    }

    @Test
    void loadAll_sameValueIsPutMeanwhile_newerEntryStays() throws Exception {
        Cache<String, String> blind = caches.create("blind", "", loading(HeapCaches.strings()));
        other.put(KEY, "same");
        whileLoading = () -> other.put(KEY, "same");
        loadAll(blind);
        assertThat(other.get(KEY)).isEqualTo("same");
        whileLoading = () -> {};
        loadAll(blind);
        assertThat(other.get(KEY)).isEqualTo("1");
    }

    @Test
    void loadAll_entryIsReadMeanwhile_isReplaced() throws Exception {
        other.put(KEY, "old");
        whileLoading = () -> {
            caches.clock.advance(1);
            assertThat(other.get(KEY)).isEqualTo("old");
        };
        loadAll(loading);
        assertThat(other.get(KEY)).isEqualTo("1");
    }

    private MutableConfiguration<String, String> loading(MutableConfiguration<String, String> configuration) {
        MapLoader mapLoader = loader;
        return configuration.setReadThrough(true).setCacheLoaderFactory(() -> mapLoader);
    }

    /** Where each access is a write on the server. */
    private static MutableConfiguration<String, String> accessed() {
        return HeapCaches.strings()
                .setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(new Duration(TimeUnit.HOURS, 1)));
    }

    private static void loadAll(Cache<String, String> cache) throws Exception {
        CompletionListenerFuture completion = new CompletionListenerFuture();
        cache.loadAll(Set.of(KEY), true, completion);
        completion.get(10, TimeUnit.SECONDS);
    }
}
