package io.slabcache.examples.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Micronaut's annotations on a bean, cached in this process and on servers. */
class MicronautCacheTest {
    @TempDir
    Path directory;

    @Test
    void cacheable_embedded_isCalculatedOnce() {
        run("classpath:micronaut-embedded.conf", MicronautCacheTest::assertCached);
    }

    @Test
    void cacheable_onServers_isCalculatedOnce() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            run(onServer(server, "first.conf"), MicronautCacheTest::assertCached);
        }
    }

    @Test
    void cacheable_onServersByAnotherProcess_isRead() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            run(
                    onServer(server, "first.conf"),
                    context -> context.getBean(Numbers.class).factors(360));

            // Another manager, which has written nothing.
            run(onServer(server, "second.conf"), context -> {
                Numbers numbers = context.getBean(Numbers.class);
                assertThat(numbers.factors(360)).containsExactly(2L, 2L, 2L, 3L, 3L, 5L);
                assertThat(numbers.calculations()).isZero();
            });
        }
    }

    @Test
    void cacheable_inACacheThatIsNotDeclared_isAnErrorThatNamesIt() {
        run(
                "classpath:micronaut-embedded.conf",
                context -> assertThatThrownBy(
                                () -> context.getBean(Numbers.class).square(12))
                        .hasMessageContaining("undeclared"));
    }

    @Test
    void context_closed_closesTheManager() {
        ApplicationContext context = context("classpath:micronaut-embedded.conf");
        CacheManager manager = context.getBean(CacheManager.class);

        context.close();

        assertThat(manager.isClosed()).isTrue();
    }

    /** So that a run that is for this project's nodes is not one on memcached, nor the other way round. */
    @Test
    void server_isTheOneThatTheRunIsFor() {
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = MemcachedClient.builder()
                        .nodes(server.address().toString())
                        .build()) {
            assertThat(client.stats("").values())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.containsKey("product"))
                            .as("told by this project's nodes alone")
                            .isEqualTo(Boolean.getBoolean("expected.own.nodes")));
        }
    }

    private static void assertCached(ApplicationContext context) {
        Numbers numbers = context.getBean(Numbers.class);
        assertThat(numbers.factors(1001)).containsExactly(7L, 11L, 13L);
        assertThat(numbers.factors(1001)).containsExactly(7L, 11L, 13L);
        assertThat(numbers.calculations()).isOne();

        numbers.forget(1001);
        assertThat(numbers.factors(1001)).containsExactly(7L, 11L, 13L);
        assertThat(numbers.calculations()).isEqualTo(2);

        numbers.forgetAll();
        assertThat(numbers.factors(1001)).containsExactly(7L, 11L, 13L);
        assertThat(numbers.calculations()).isEqualTo(3);

        assertThat(numbers.greatestCommonDivisor(12, 0)).isEqualTo(12);
        assertThat(numbers.greatestCommonDivisor(12, 0)).isEqualTo(12);
        assertThat(numbers.calculations()).isEqualTo(4);

        // Micronaut waits for nobody who counts: statistics are the cache's own.
        var statistics = context.getBean(CacheManager.class)
                .getCache("factors")
                .unwrap(SlabCache.class)
                .statistics();
        assertThat(statistics.hits()).isOne();
        assertThat(statistics.misses()).isEqualTo(3);
    }

    private String onServer(RealMemcached server, String file) throws IOException {
        String text;
        try (InputStream in = getClass().getResourceAsStream("/micronaut-memcached.conf")) {
            assertThat(in).isNotNull();
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        // The machine may have other things to do, and what is late is an exception.
        text = text.replace("${MEMCACHED}", "\"" + server.address() + "\"")
                + "\nslabcache { operation-timeout = 5 s, stall-timeout = 5 s }\n";
        return Files.writeString(directory.resolve(file), text).toUri().toString();
    }

    private static void run(String caches, Consumer<ApplicationContext> test) {
        try (ApplicationContext context = context(caches)) {
            test.accept(context);
        }
    }

    private static ApplicationContext context(String caches) {
        return ApplicationContext.run(Map.of("app.caches", caches));
    }
}
