package io.slabcache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters of servers. */
@Timeout(60)
class NodeMetersTest {
    private final FakeMemcached server = FakeMemcached.start();
    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private CacheManager manager(String options) {
        URI uri = URI.create("memcached://" + server.address() + options);
        return provider.getCacheManager(uri, getClass().getClassLoader());
    }

    private static Cache<String, String> create(CacheManager manager) {
        return manager.createCache(
                "users", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private double value(String name, String... tags) {
        clock.add(Duration.ofSeconds(1));
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    @Test
    void bindTo_serverInUse_tellsOfIt() {
        CacheManager manager = manager("");
        SlabcacheMetrics.monitor(registry, manager);
        Cache<String, String> cache = create(manager);
        cache.put("k", "v");
        assertThat(cache.get("k")).isEqualTo("v");

        String[] node = {"node", server.address().toString()};
        assertThat(value("cache.node.up", node)).isEqualTo(1);
        assertThat(value("cache.node.connections", node)).isEqualTo(1);
        assertThat(value("cache.node.inflight", node)).isZero();
        FunctionTimer requests = registry.get("cache.node.requests").tags(node).functionTimer();
        assertThat(requests.count()).isPositive();
        assertThat(requests.mean(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(value("cache.node.connects", "result", "success")).isEqualTo(1);
        assertThat(value("cache.node.connects", "result", "failure")).isZero();
        assertThat(value("cache.node.connection.losses", node)).isZero();
        assertThat(value("cache.node.traffic", "direction", "read")).isPositive();
        assertThat(value("cache.node.traffic", "direction", "written")).isPositive();
        for (String cause : new String[] {"timeout", "rejection", "error"}) {
            assertThat(value("cache.node.failures", "cause", cause)).isZero();
        }
        // Servers do not count a cache's entries.
        assertThat(registry.find("cache.size").meters()).isEmpty();
        assertThat(registry.find("cache.offheap.used").meters()).isEmpty();
        assertThat(value("cache.gets", "result", "hit")).isEqualTo(1);
        manager.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void server_down_showsInTheMeters() {
        CacheManager manager = manager("");
        Cache<String, String> cache = create(manager);
        SlabcacheMetrics.monitor(registry, manager);
        server.refuse();
        server.disconnect();
        await().until(() -> value("cache.node.connection.losses") == 1);
        await().until(() -> value("cache.node.up") == 0);
        await().until(() -> value("cache.node.connects", "result", "failure") > 0);
        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheException.class);
        assertThat(value("cache.node.failures", "cause", "rejection")).isPositive();
        server.listen();
        await().until(() -> value("cache.node.up") == 1);
        assertThat(value("cache.node.connects", "result", "success")).isEqualTo(2);
    }

    @Test
    void server_downWhereThatIsNoError_countsWhatWasLost() {
        CacheManager manager = manager("?on-failure=miss");
        Cache<String, String> cache = create(manager);
        SlabcacheMetrics.monitor(registry, manager);
        server.refuse();
        server.disconnect();
        await().until(() -> value("cache.node.up") == 0);
        assertThat(cache.get("k")).isNull();
        cache.put("k", "v");
        assertThat(value("cache.failures", "operation", "read")).isEqualTo(1);
        assertThat(value("cache.failures", "operation", "write")).isEqualTo(1);
    }
}
