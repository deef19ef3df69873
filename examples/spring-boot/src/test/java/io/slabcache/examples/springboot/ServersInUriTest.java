package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Micrometer makes a JMX name of the manager's URI, which only the simple ones stand. */
class ServersInUriTest {
    @TempDir
    Path directory;

    @Test
    void metrics_ofAManagerOfOneServer_areBound() {
        assertThatCode(() -> bind("memcached://127.0.0.1:1")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memcached://127.0.0.1:1,127.0.0.1:2", "memcached://127.0.0.1:1?namespace=orders"})
    void metrics_ofAManagerOfMore_cannotBeBound(String uri) {
        assertThatThrownBy(() -> bind(uri)).hasMessageContaining("invalid JMX name");
    }

    private void bind(String uri) throws IOException {
        Properties properties = new Properties();
        // Instead of the application's file, which is for caches in the process.
        Path file = Files.writeString(directory.resolve("servers.conf"), "slabcache {}");
        properties.setProperty("slabcache.config", file.toString());
        try (CachingProvider provider = new SlabCachingProvider();
                CacheManager manager =
                        provider.getCacheManager(URI.create(uri), getClass().getClassLoader(), properties)) {
            Cache<Object, Object> words = manager.createCache("words", new MutableConfiguration<>());
            assertThat(new JCacheMetrics<>(words, Tags.empty())).isNotNull();
        }
    }
}
