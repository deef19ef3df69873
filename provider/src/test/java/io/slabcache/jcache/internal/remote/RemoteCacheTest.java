package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.MemcachedClient;
import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.internal.MemcachedPair;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Caches of two managers, which are two applications, on the same two real servers. */
class RemoteCacheTest {
    private static final int THREADS = 4;
    private static final int INCREMENTS = 150;

    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final String address = MemcachedPair.emptied();
    private final CacheManager one = manager("");
    private final CacheManager two = manager("/");

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void entries_writtenByOne_areTheOthers() {
        Cache<String, String> here = create(one, "test", String.class, String.class);
        Cache<String, String> there = create(two, "test", String.class, String.class);
        here.put("k", "1");
        assertThat(there.get("k")).isEqualTo("1");
        assertThat(there.putIfAbsent("k", "2")).isFalse();
        assertThat(there.replace("k", "1", "2")).isTrue();
        assertThat(here.getAndRemove("k")).isEqualTo("2");
        assertThat(there.containsKey("k")).isFalse();
        here.putAll(Map.of("a", "1", "b", "2", "c", "3"));
        assertThat(there.getAll(Set.of("a", "b", "c", "d")))
                .containsOnly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "3"));
        there.removeAll(Set.of("a", "d"));
        assertThat(here.getAll(Set.of("a", "b"))).containsOnlyKeys("b");
        there.clear();
        assertThat(here.iterator().hasNext()).isFalse();
    }

    @Test
    void invoke_countersOfManyThreadsAndTwoManagers_loseNothing() throws Exception {
        List<Cache<String, Long>> caches = List.of(
                create(one, "counters", String.class, Long.class), create(two, "counters", String.class, Long.class));
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        try {
            List<Future<?>> counting = new ArrayList<>();
            for (Cache<String, Long> cache : caches) {
                for (int i = 0; i < THREADS; i++) {
                    counting.add(threads.submit(() -> count(cache)));
                }
            }
            for (Future<?> each : counting) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        long all = 2L * THREADS * INCREMENTS;
        assertThat(caches.get(0).get("invoked") + caches.get(0).get("replaced")).isEqualTo(all);
        assertThat(caches.get(1).get("invoked")).isEqualTo(all / 2);
    }

    private static void count(Cache<String, Long> cache) {
        for (int i = 0; i < INCREMENTS; i++) {
            if (i % 2 == 0) {
                cache.invoke("invoked", (entry, arguments) -> {
                    entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                    return null;
                });
            } else {
                cache.putIfAbsent("replaced", 0L);
                long seen;
                do {
                    seen = cache.get("replaced");
                } while (!cache.replace("replaced", seen, seen + 1));
            }
        }
    }

    @Test
    void removals_ofAllKinds_leaveWhatIsOthers() {
        Cache<String, String> cache = create(one, "test", String.class, String.class);
        Cache<String, String> other = create(two, "other", String.class, String.class);
        try (MemcachedClient application = client()) {
            Map<String, String> all = new TreeMap<>();
            for (int i = 0; i < 250; i++) {
                all.put("k" + i, "v" + i);
                application.set(bytes("application-" + i), bytes("v"), 0, 0);
            }
            other.putAll(all);
            List<Runnable> removals = List.of(
                    cache::clear,
                    cache::removeAll,
                    () -> cache.removeAll(all.keySet()),
                    () -> {
                        for (var entries = cache.iterator(); entries.hasNext(); ) {
                            entries.next();
                            entries.remove();
                        }
                    },
                    () -> one.destroyCache("test"));
            for (Runnable removal : removals) {
                cache.putAll(all);
                Map<String, String> met = new TreeMap<>();
                cache.forEach(entry -> met.put(entry.getKey(), entry.getValue()));
                assertThat(met).isEqualTo(all);
                removal.run();
                Cache<String, String> again =
                        cache.isClosed() ? create(one, "test", String.class, String.class) : cache;
                assertThat(again.iterator().hasNext()).isFalse();
                assertThat(again.getAll(all.keySet())).isEmpty();
                assertThat(other.getAll(all.keySet())).isEqualTo(all);
                for (int i = 0; i < 250; i++) {
                    assertThat(application.get(bytes("application-" + i))).isNotNull();
                }
            }
        }
    }

    @Test
    void keys_ofAnyTypeAndSize_areTold() {
        Cache<Object, Object> cache = one.createCache("test", new MutableConfiguration<>());
        Map<Object, Object> all = new HashMap<>();
        char[] characters = new char[5000];
        Arrays.fill(characters, 'x');
        for (int length : new int[] {0, 1, 200, 234, 235, 236, 237, 238, 250, 300, 5000}) {
            all.put(new String(characters, 0, length), length);
            all.put("\u00e9\u4e2d\n\0 " + new String(characters, 0, length), -length);
        }
        for (long number : new long[] {0, 1, -1, Long.MAX_VALUE}) {
            all.put(number, "long");
            all.put((int) number, "int");
            all.put((double) number, "double");
            all.put(List.of(number, "list"), "list");
        }
        all.put(new TreeSet<>(List.of("a", "b")), "sorted");
        cache.putAll(all);
        assertThat(cache.getAll(all.keySet())).isEqualTo(all);
        Map<Object, Object> met = new HashMap<>();
        cache.forEach(entry -> met.put(entry.getKey(), entry.getValue()));
        assertThat(met).isEqualTo(all);
        all.forEach((key, value) -> assertThat(cache.getAndRemove(key)).isEqualTo(value));
    }

    @Test
    void keys_withoutOrder_areRefusedByName() {
        Cache<Object, Object> cache = one.createCache("test", new MutableConfiguration<>());
        for (Object key :
                List.of(new HashSet<>(Set.of(1)), new LinkedHashSet<>(Set.of(1)), new HashMap<>(), Map.of(1, 2))) {
            assertThatThrownBy(() -> cache.put(key, 1))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("must not be a set or a map without an order: class="
                            + key.getClass().getName());
        }
    }

    @Test
    void value_largerThanTheServerTakes_isRefusedWithBothSizesAndTheOldOneStays() {
        Cache<String, byte[]> cache = create(one, "test", String.class, byte[].class);
        byte[] old = {1};
        cache.put("k", old);
        byte[] large = new byte[1024 * 1024];
        for (Runnable write : List.<Runnable>of(
                () -> cache.put("k", large),
                () -> cache.getAndPut("k", large),
                () -> cache.replace("k", large),
                () -> cache.putAll(Map.of("k", large)))) {
            assertThatThrownBy(write::run)
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("valueBytes=10485")
                    .hasMessageContaining("maxValueBytes=10484");
            assertThat(cache.get("k")).isEqualTo(old);
        }
        byte[] fits = new byte[1024 * 1024 - 300];
        cache.put("k", fits);
        assertThat(cache.get("k")).isEqualTo(fits);
    }

    @Test
    void configuration_ofOneCacheDiffers_isToldByName() {
        create(one, "test", String.class, String.class).put("k", "v");
        SlabConfiguration<String, String> different = new SlabConfiguration<String, String>();
        different.setTypes(String.class, String.class);
        different.setValueCodec(new UpperCase());
        assertThatThrownBy(() -> two.createCache("test", different))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("item=value-codec");
    }

    private CacheManager manager(String path) {
        return provider.getCacheManager(URI.create(address + path), getClass().getClassLoader());
    }

    private static <K, V> Cache<K, V> create(CacheManager manager, String name, Class<K> keys, Class<V> values) {
        return manager.createCache(name, new MutableConfiguration<K, V>().setTypes(keys, values));
    }

    private MemcachedClient client() {
        return MemcachedClient.builder()
                .nodes(address.substring(address.indexOf("//") + 2).split(","))
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
