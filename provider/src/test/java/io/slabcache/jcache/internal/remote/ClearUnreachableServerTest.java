package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.TcpProxy;
import io.slabcache.jcache.SlabCachingProvider;
import java.net.URI;
import java.time.Duration;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server that one process cannot reach while it clears, and another can. */
@Timeout(120)
class ClearUnreachableServerTest {
    @Test
    void clear_serverUnreachable_isEnforcedOnceItCanBeReached() {
        try (RealMemcached server = RealMemcached.start();
                TcpProxy proxy = TcpProxy.to(server.address());
                SlabCachingProvider provider = new SlabCachingProvider()) {
            Cache<String, String> clearing = open(provider, "memcached://" + proxy.address());
            Cache<String, String> other = open(provider, "memcached://" + server.address());
            clearing.put("k", "v");
            assertThat(other.get("k")).isEqualTo("v");
            proxy.refuse();
            proxy.cut();
            assertThatThrownBy(clearing::clear)
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("operation=clear");
            assertThat(other.get("k")).as("the server does not know").isEqualTo("v");
            proxy.listen();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(other.get("k")).isNull());
        }
    }

    private static Cache<String, String> open(SlabCachingProvider provider, String uri) {
        return provider.getCacheManager(URI.create(uri), ClearUnreachableServerTest.class.getClassLoader())
                .createCache("test", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }
}
