package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabCachingProvider;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a format does not go with is refused when the cache is created, before a server is asked. */
class FormatRefusalTest {
    /** Nobody listens there. */
    private static final String NOBODY = "memcached://127.0.0.1:1/?";

    private final SlabCachingProvider provider = new SlabCachingProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure-mode=redistribute", "failure-mode=gutter&gutter-servers=127.0.0.1:2"})
    void exactFormat_otherServersStandIn_refusedNamingTheModesThatDo(String options) {
        assertThatThrownBy(() -> create(options))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("failure-mode must be fail-fast or retry-idempotent for the exact format")
                .hasMessageContaining("cache=test");
    }

    @Test
    void plainFormat_namespaceWithoutPrefix_refusedNamingBoth() {
        assertThatThrownBy(() -> create("format=plain&namespace=orders"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("key-prefix must be set for the plain format in a namespace")
                .hasMessageContaining("cache=test, namespace=orders");
    }

    @Test
    void plainFormat_otherServersStandIn_accepted() {
        create("format=plain&failure-mode=redistribute&operation-timeout=100ms");
    }

    private Cache<String, String> create(String options) {
        return provider.getCacheManager(URI.create(NOBODY + options), getClass().getClassLoader())
                .createCache("test", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }
}
