package io.slabcache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.SlabConfiguration;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of caches in this process. */
class SlabcacheMetricsTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final CacheManager manager =
            provider.getCacheManager(URI.create("embedded:meters"), getClass().getClassLoader());
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    @AfterEach
    void close() {
        provider.close();
    }

    private Cache<String, String> create(String name) {
        return manager.createCache(
                name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    /** Reads a meter as it is a moment later. */
    private double value(String name, String... tags) {
        clock.add(A_MOMENT);
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    @Test
    void bindTo_cacheInUse_tellsSizeAndMemory() {
        Cache<String, String> cache = create("users");
        try (SlabcacheMetrics metrics = new SlabcacheMetrics(manager)) {
            metrics.bindTo(registry);
            assertThat(value("cache.size", "cache", "users")).isZero();
            cache.put("k", "v".repeat(1000));
            String[] tags = {"cache", "users", "name", "users", "cache.manager", "embedded:meters"};
            assertThat(value("cache.size", tags)).isEqualTo(1);
            assertThat(value("cache.offheap.payload", tags)).isBetween(1001.0, 1100.0);
            assertThat(value("cache.offheap.used", tags))
                    .isGreaterThan(value("cache.offheap.payload", tags))
                    .isEqualTo((double) cache.unwrap(SlabCache.class).offHeapBytes());
            assertThat(value("cache.offheap.max", tags)).isEqualTo(SlabConfiguration.DEFAULT_CAPACITY);
            assertThat(value("cache.slab.classes", tags)).isEqualTo(1);
            assertThat(registry.get("cache.offheap.used").gauge().getId().getBaseUnit())
                    .isEqualTo("bytes");
        }
    }

    @Test
    void bindTo_entriesLeave_tellsWhy() {
        try (SlabcacheMetrics metrics = new SlabcacheMetrics(manager)) {
            metrics.bindTo(registry);
            Cache<String, String> cache = manager.createCache(
                    "small",
                    new SlabConfiguration<String, String>().setCapacity(1 << 20).setTypes(String.class, String.class));
            String value = "v".repeat(1000);
            for (int i = 0; i < 3000; i++) {
                cache.put("k" + i, value);
            }
            cache.remove("k2999");
            double evicted = value("cache.entries.removed", "cause", "evicted");
            assertThat(evicted).isPositive();
            assertThat(value("cache.size")).isEqualTo(3000 - 1 - evicted);
            assertThat(value("cache.entries.removed", "cause", "requested")).isEqualTo(1);
            assertThat(value("cache.puts.rejected")).isZero();
            Cache<String, String> brief = manager.createCache(
                    "brief",
                    new MutableConfiguration<String, String>()
                            .setTypes(String.class, String.class)
                            .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(
                                    new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 500))));
            brief.put("k", "v");
            await().until(() -> brief.get("k") == null);
            await().until(() -> value("cache.entries.removed", "cache", "brief", "cause", "expired") == 1);
        }
    }

    @Test
    void bindTo_byDefault_leavesToOthersWhatJsr107Has() {
        create("users").get("k");
        new SlabcacheMetrics(manager).bindTo(registry);
        assertThat(registry.find("cache.gets").meters()).isEmpty();
        assertThat(registry.find("cache.puts").meters()).isEmpty();
        assertThat(registry.find("cache.evictions").meters()).isEmpty();
        assertThat(registry.find("cache.removals").meters()).isEmpty();
    }

    @Test
    void monitor_withoutJsr107Statistics_countsEverything() {
        Cache<String, String> cache = create("users");
        SlabcacheMetrics.monitor(registry, manager);
        cache.put("k", "v");
        cache.get("k");
        cache.get("k");
        cache.get("none");
        cache.remove("k");
        assertThat(value("cache.gets", "cache", "users", "result", "hit")).isEqualTo(2);
        assertThat(value("cache.gets", "cache", "users", "result", "miss")).isEqualTo(1);
        assertThat(value("cache.puts", "cache", "users")).isEqualTo(1);
        assertThat(value("cache.removals", "cache", "users")).isEqualTo(1);
        assertThat(value("cache.evictions", "cache", "users")).isZero();
    }

    @Test
    void monitor_nobodyKeepsTheBinder_metersGoOn() {
        Cache<String, String> cache = create("users");
        SlabcacheMetrics.monitor(registry, manager);
        WeakReference<Object> canary = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return canary.get() == null;
        });
        cache.put("k", "v");
        assertThat(value("cache.size")).isEqualTo(1);
        assertThat(value("cache.puts")).isEqualTo(1);
    }

    @Test
    void meters_cachesComeAndGo_comeAndGoWithThem() {
        SlabcacheMetrics.monitor(registry, manager);
        assertThat(registry.getMeters()).isEmpty();
        Cache<String, String> cache = create("users");
        create("orders");
        assertThat(registry.find("cache.size").meters()).hasSize(2);
        cache.put("k", "v");
        assertThat(value("cache.size", "cache", "users")).isEqualTo(1);
        cache.close();
        assertThat(registry.find("cache.size").meters()).hasSize(1);
        create("users");
        assertThat(value("cache.size", "cache", "users")).isZero();
        manager.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void close_twoRegistries_leavesNothing() {
        create("users");
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        SlabcacheMetrics metrics = SlabcacheMetrics.builder(manager)
                .standardMeters(true)
                .slabClasses(true)
                .managerName("main")
                .tags(Tags.of("region", "north"))
                .build();
        metrics.bindTo(registry);
        metrics.bindTo(second);
        assertThat(registry.getMeters())
                .isNotEmpty()
                .hasSameSizeAs(second.getMeters())
                .extracting(Meter::getId)
                .allSatisfy(id -> {
                    assertThat(id.getTag("cache.manager")).isEqualTo("main");
                    assertThat(id.getTag("region")).isEqualTo("north");
                });
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(second.getMeters()).isEmpty();
        create("orders");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void slabClasses_wanted_getMetersWhenTheyAppear() {
        Cache<String, String> cache = create("users");
        SlabcacheMetrics.builder(manager).slabClasses(true).build().bindTo(registry);
        assertThat(registry.find("cache.slab.pages").meters()).isEmpty();
        cache.put("small", "v");
        cache.put("large", "v".repeat(2000));
        assertThat(value("cache.slab.classes")).isEqualTo(2);
        List<String> sizes = registry.find("cache.slab.items").meters().stream()
                .map(meter -> meter.getId().getTag("chunk.size"))
                .toList();
        assertThat(sizes).hasSize(2).doesNotContainNull();
        for (String size : sizes) {
            assertThat(value("cache.slab.items", "chunk.size", size)).isEqualTo(1);
            assertThat(value("cache.slab.pages", "chunk.size", size)).isEqualTo(1);
            assertThat(value("cache.slab.chunks.free", "chunk.size", size)).isPositive();
            assertThat(value("cache.slab.evictions", "chunk.size", size)).isZero();
            assertThat(value("cache.slab.eviction.age", "chunk.size", size)).isZero();
        }
        cache.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    /** All meters of one name must have the same keys there. */
    @Test
    void prometheus_besideMetersOfJsr107AsSpringBootBindsThem_takesAll() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        prometheus.throwExceptionOnRegistrationFailure();
        Cache<String, String> cache = manager.createCache(
                "users",
                new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setStatisticsEnabled(true));
        new JCacheMetrics<>(cache, Tags.of("cache.manager", "cacheManager", "name", "users")).bindTo(prometheus);
        SlabcacheMetrics.builder(manager)
                .standardMeters(true)
                .slabClasses(true)
                .build()
                .bindTo(prometheus);
        cache.put("k", "v");
        cache.get("k");
        assertThat(prometheus.scrape())
                .contains(
                        "cache_gets_total{cache=\"users\",cache_manager=\"cacheManager\",name=\"users\",result=\"hit\"}")
                .contains(
                        "cache_gets_total{cache=\"users\",cache_manager=\"embedded:meters\",name=\"users\",result=\"hit\"}")
                .containsPattern("cache_offheap_used_bytes\\{[^}]*} [1-9]");
    }

    @Test
    void builder_managerOfAnotherProvider_isRefused() {
        CacheManager other = new OtherManager().manager();
        assertThatThrownBy(() -> new SlabcacheMetrics(other)).isInstanceOf(IllegalArgumentException.class);
    }
}
