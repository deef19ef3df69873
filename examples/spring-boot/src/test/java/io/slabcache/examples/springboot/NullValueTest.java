package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.Cache;
import org.springframework.cache.jcache.JCacheCacheManager;

/** The null that a cached method returns: Spring stores an object of its own for it. */
class NullValueTest {
    @TempDir
    Path directory;

    @Test
    void nulls_inACacheWithoutTypes_areKept() throws IOException {
        withCache("caches.words {}", words -> {
            words.put("none", null);
            assertThat(words.get("none"))
                    .isNotNull()
                    .satisfies(found -> assertThat(found.get()).isNull());
        });
    }

    @Test
    void nulls_inACacheWithAValueType_areRefused() throws IOException {
        withCache(
                "caches.words { value-type = java.lang.String }",
                words -> assertThatThrownBy(() -> words.put("none", null))
                        .isInstanceOf(ClassCastException.class)
                        .hasMessageContaining("NullValue"));
    }

    @Test
    void nulls_onServers_needTheirClassAllowed() throws IOException {
        try (RealMemcached memcached = RealMemcached.start()) {
            String remote = "mode = memcached, servers = [\"%s\"], caches.words {}".formatted(memcached.address());
            withCache(
                    remote + ", serialization.allowed-classes = [\"org.springframework.cache.support.NullValue\"]",
                    words -> {
                        words.put("none", null);
                        assertThat(words.get("none")).isNotNull();
                    });
            withCache(
                    remote,
                    words -> assertThatThrownBy(() -> words.get("none"))
                            .isInstanceOf(CacheException.class)
                            .hasMessageContaining("org.springframework.cache.support.NullValue"));
        }
    }

    private void withCache(String settings, Consumer<Cache> test) throws IOException {
        Path file = Files.writeString(directory.resolve("words.conf"), "slabcache { " + settings + " }");
        try (CachingProvider provider = new SlabCachingProvider();
                CacheManager manager =
                        provider.getCacheManager(file.toUri(), getClass().getClassLoader())) {
            JCacheCacheManager springs = new JCacheCacheManager(manager);
            springs.afterPropertiesSet();
            test.accept(Objects.requireNonNull(springs.getCache("words")));
        }
    }
}
