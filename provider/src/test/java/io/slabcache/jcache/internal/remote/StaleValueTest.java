package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.store.StoreClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A source whose values change, a cache that loads from it, and another process that changes the source and tells the
 * cache, at any point between two requests of the first one: whatever is in the cache afterwards is what the source has.
 */
class StaleValueTest {
    private static final int RUNS = 250;
    private static final int STEPS = 12;
    private static final int KEYS = 3;
    private static final int CHANGE_PERCENT = 12;
    private static final int PERCENT = 100;

    private final Map<String, String> source = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);
    private int versions;
    private boolean changing;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cache_sourceChangesAtAnyPoint_neverKeepsAnOlderValue(long seed) throws Exception {
        HeapMemcachedServers servers = new HeapMemcachedServers(2, StoreClock.system());
        HeapMemcachedProvider.share("stale" + seed, servers);
        try (SlabCachingProvider provider = new SlabCachingProvider()) {
            Cache<String, String> loading = open(provider, "loading", seed, true);
            Cache<String, String> telling = open(provider, "telling", seed, false);
            for (int run = 0; run < RUNS; run++) {
                run(servers, loading, telling, seed * RUNS + run);
            }
        }
    }

    private void run(
            HeapMemcachedServers servers, Cache<String, String> loading, Cache<String, String> telling, long seed)
            throws Exception {
        random = new SplittableRandom(seed);
        story.clear();
        story.add("seed " + seed);
        telling.clear();
        servers.inject(new HeapMemcachedServers.Fault() {
            @Override
            public void before(String operation, byte[] key) {
                mayChange(telling);
            }
        });
        for (int step = 0; step < STEPS; step++) {
            act(loading);
            servers.inject(HeapMemcachedServers.Fault.NONE);
            for (int i = 0; i < KEYS; i++) {
                assertThat(telling.get("k" + i)).as("%s", story).isIn(null, source.get("k" + i));
            }
            servers.inject(new HeapMemcachedServers.Fault() {
                @Override
                public void before(String operation, byte[] key) {
                    mayChange(telling);
                }
            });
        }
        servers.inject(HeapMemcachedServers.Fault.NONE);
    }

    private void act(Cache<String, String> loading) throws Exception {
        String key = "k" + random.nextInt(KEYS);
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < KEYS; i++) {
            all.add("k" + i);
        }
        int action = random.nextInt(7);
        story.add("action " + action + " on " + key);
        switch (action) {
            case 0 -> loading.get(key);
            case 1 -> loading.getAll(all);
            case 2 -> loadAll(loading, all, false);
            case 3 -> loadAll(loading, all, true);
            case 4 -> loading.<String>invoke(key, (entry, arguments) -> entry.getValue());
            case 5 ->
                loading.invoke(key, (entry, arguments) -> {
                    entry.getValue();
                    entry.remove();
                    return null;
                });
            default -> {
                change(key);
                loading.remove(key);
            }
        }
    }

    private static void loadAll(Cache<String, String> loading, Set<String> keys, boolean replace) throws Exception {
        CompletionListenerFuture completion = new CompletionListenerFuture();
        loading.loadAll(keys, replace, completion);
        completion.get(10, TimeUnit.SECONDS);
    }

    /** Sometimes changes the source and tells the cache, as another process does. */
    private void mayChange(Cache<String, String> telling) {
        if (changing || random.nextInt(PERCENT) >= CHANGE_PERCENT) {
            return;
        }
        changing = true;
        String key = "k" + random.nextInt(KEYS);
        int kind = random.nextInt(4);
        story.add("change " + kind + " of " + key);
        change(key);
        switch (kind) {
            case 0 -> telling.remove(key);
            case 1 -> telling.removeAll(new TreeSet<>(List.of(key, "k0")));
            case 2 -> telling.put(key, source.get(key));
            default -> telling.clear();
        }
        changing = false;
    }

    private void change(String key) {
        source.put(key, "v" + ++versions);
    }

    private Cache<String, String> open(SlabCachingProvider provider, String name, long seed, boolean loads) {
        MutableConfiguration<String, String> configuration =
                new MutableConfiguration<String, String>().setTypes(String.class, String.class);
        if (loads) {
            SourceLoader loader = new SourceLoader();
            configuration.setReadThrough(true).setCacheLoaderFactory(() -> loader);
        }
        return provider.getCacheManager(
                        URI.create("heap-memcached:" + name + "?servers=stale" + seed),
                        getClass().getClassLoader())
                .createCache("test", configuration);
    }

    /** Loads from the source; the source may change before and after. */
    private final class SourceLoader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            story.add("load " + key);
            return source.computeIfAbsent(key, absent -> "v" + ++versions);
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, load(key)));
            return loaded;
        }
    }
}
