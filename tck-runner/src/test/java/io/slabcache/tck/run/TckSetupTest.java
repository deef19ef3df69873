package io.slabcache.tck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.MemcachedClient;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import org.junit.jupiter.api.Test;

/**
 * Runs in the JVM of the TCK, beside its tests, and asserts what the TCK takes for granted: which provider answers, over
 * which backing, and that nothing is turned off but what may be. The check after the run demands these tests by name.
 */
class TckSetupTest {
    private static final int KEYS = 1000;

    @Test
    void provider_foundByServiceLoader_isTheOneUnderTest() {
        assertThat(System.getProperty(Caching.JAVAX_CACHE_CACHING_PROVIDER)).isNull();
        assertThat(Caching.getCachingProviders())
                .singleElement()
                .extracting(provider -> provider.getClass().getName())
                .isEqualTo(property("tck.expected.provider"));
    }

    @Test
    void backing_ofDefaultManager_isTheOneUnderTest() {
        CacheManager manager = Caching.getCachingProvider().getCacheManager();
        Cache<String, String> cache = manager.createCache(
                "setup", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        try {
            cache.put("key", "value");
            assertThat(cache.get("key")).isEqualTo("value");
            String backing = property("tck.expected.backing");
            switch (backing) {
                case "embedded" -> assertSlabs(cache);
                case "lossy" -> assertNoOverhead(cache);
                case "memcached" -> assertOnAllServers(manager);
                case "other" -> assertAbsent("io.slabcache.jcache.SlabCachingProvider");
                default -> throw new IllegalArgumentException("tck.expected.backing=" + backing);
            }
        } finally {
            manager.destroyCache("setup");
        }
    }

    @Test
    void storeByReference_asProviderSays_isAsExpected() {
        assertThat(Caching.getCachingProvider().isSupported(OptionalFeature.STORE_BY_REFERENCE))
                .isEqualTo(Boolean.parseBoolean(property("tck.expected.storeByReference")));
    }

    @Test
    void excludeList_onClassPath_namesTheCanaryOnly() throws IOException {
        assertThat(System.getProperty("ExcludeList")).isNull();
        List<URL> lists = Collections.list(getClass().getClassLoader().getResources("ExcludeList"));
        assertThat(lists).hasSize(1);
        try (InputStream in = lists.get(0).openStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("org.jsr107.tck.CachingTest#dummyTest\n");
        }
    }

    /** Slabs come in pages and have an index: they use more than what is stored. */
    private static void assertSlabs(Cache<?, ?> cache) {
        assertAbsent("io.slabcache.jcache.internal.LossyBackingProvider");
        SlabCacheStatistics statistics = cache.unwrap(SlabCache.class).statistics();
        assertThat(statistics.usedBytes()).isGreaterThan(statistics.payloadBytes());
    }

    /** The lossy backing is a map on the heap, which reports what is stored and nothing else. */
    private static void assertNoOverhead(Cache<?, ?> cache) {
        SlabCacheStatistics statistics = cache.unwrap(SlabCache.class).statistics();
        assertThat(statistics.usedBytes()).isPositive().isEqualTo(statistics.payloadBytes());
    }

    /** Every server that was started for this run receives keys of a cache that is large enough for all of them. */
    private static void assertOnAllServers(CacheManager manager) {
        Cache<Integer, String> cache = manager.createCache(
                "spread", new MutableConfiguration<Integer, String>().setTypes(Integer.class, String.class));
        try (MemcachedClient client = MemcachedClient.builder()
                .nodes(TckServers.addresses().toArray(String[]::new))
                .build()) {
            long before = client.stats("").values().stream()
                    .mapToLong(TckSetupTest::items)
                    .sum();
            cache.putAll(IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(key -> key, String::valueOf)));
            assertThat(client.stats("").values())
                    .hasSize(Integer.getInteger("tck.servers", 0))
                    .allSatisfy(statistics -> assertThat(items(statistics)).isPositive())
                    .allSatisfy(statistics -> assertThat(statistics.containsKey("product"))
                            .as("told by this project's nodes alone")
                            .isEqualTo(Boolean.getBoolean("tck.expected.ownNodes")));
            assertThat(client.stats("").values().stream()
                            .mapToLong(TckSetupTest::items)
                            .sum())
                    .isGreaterThanOrEqualTo(before + KEYS);
        } finally {
            manager.destroyCache("spread");
        }
    }

    private static long items(Map<String, String> statistics) {
        return Long.parseLong(Objects.requireNonNull(statistics.get("curr_items"), "curr_items"));
    }

    private static void assertAbsent(String className) {
        assertThatThrownBy(() -> Class.forName(className)).isInstanceOf(ClassNotFoundException.class);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
