package io.slabcache.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings by which Hibernate finds its caches. */
class RegionSettingsTest {
    private static final String NOVELS = Novel.class.getName();
    static final String STRATEGY = "hibernate.javax.cache.missing_cache_strategy";
    private static final String NO_CACHES =
            "slabcache { default { capacity = 2 MiB, expiry = { policy = created, duration = 1 h } } }";

    @TempDir
    Path directory;

    private HibernateFixture fixture;

    @BeforeEach
    void newDatabase() {
        fixture = new HibernateFixture(directory);
    }

    @Test
    void missingCache_fail_namesTheRegion() {
        assertThatThrownBy(
                        () -> fixture.open(NO_CACHES, Map.of(STRATEGY, "fail")).close())
                .hasStackTraceContaining("is not supported [default-");
    }

    @Test
    void missingCache_createOrCreateWarn_hasWhatTheTemplateSays() throws IOException {
        for (String strategy : new String[] {"create", "create-warn"}) {
            try (Library library = fixture.open(NO_CACHES, Map.of(STRATEGY, strategy))) {
                CacheManager manager = EmbeddedSecondLevelCacheTest.managerOf(library);
                assertThat(manager.getCacheNames()).hasSize(6).contains(NOVELS);
                assertThat(manager.getCache(NOVELS)
                                .unwrap(SlabCache.class)
                                .statistics()
                                .capacity())
                        .isEqualTo(2L << 20);
                assertThat(library.title(1)).isEqualTo(library.title(1));
                assertThat(HibernateFixture.statistics(library).getSecondLevelCacheHitCount())
                        .isOne();
            }
        }
    }

    @Test
    void uri_nameOfAResource_isFound() {
        try (Library library = fixture.open(fixture.settings())) {
            assertThat(EmbeddedSecondLevelCacheTest.managerOf(library).getURI().toString())
                    .startsWith("file:")
                    .endsWith("/slabcache-embedded.conf");
        }
    }

    @Test
    void uri_ofServers_isNotTakenByHibernate() {
        Configuration settings =
                fixture.settings().setProperty("hibernate.javax.cache.uri", "memcached://127.0.0.1:11211");

        assertThatThrownBy(() -> fixture.open(settings).close())
                .hasStackTraceContaining("Couldn't load URI from memcached://127.0.0.1:11211");
    }

    @Test
    void manager_givenAsAnObject_isUsed() {
        CacheManager manager = Caching.getCachingProvider()
                .getCacheManager(URI.create("slabcache:library"), getClass().getClassLoader());
        Configuration settings = fixture.settings().setProperty(STRATEGY, "create");
        settings.getProperties().put("hibernate.javax.cache.cache_manager", manager);

        try (Library library = fixture.open(settings)) {
            assertThat(EmbeddedSecondLevelCacheTest.managerOf(library)).isSameAs(manager);
            library.title(1);
            library.title(1);
            assertThat(HibernateFixture.statistics(library).getSecondLevelCacheHitCount())
                    .isOne();
        }
        assertThat(manager.isClosed()).as("closed with the factory").isTrue();
    }

    @Test
    void keys_ofTheSimpleFactory_areTheIdentifiersAndShorter() throws IOException {
        long usual;
        try (Library library = fixture.open(NO_CACHES, Map.of(STRATEGY, "create"))) {
            usual = bytesOfOneNovel(library);
        }
        Configuration settings = fixture.settings().setProperty(STRATEGY, "create");
        settings.setProperty(
                "hibernate.javax.cache.uri",
                directory.resolve("slabcache-0.conf").toUri().toString());
        settings.getProperties()
                .put("hibernate.cache.region.factory_class", new JCacheRegionFactory(SimpleCacheKeysFactory.INSTANCE));

        try (Library library = fixture.open(settings)) {
            assertThat(bytesOfOneNovel(library)).isLessThan(usual - 150);
            Cache<Object, Object> novels =
                    EmbeddedSecondLevelCacheTest.managerOf(library).getCache(NOVELS);
            assertThat(novels).extracting(entry -> entry.getKey()).containsExactly(1L);
        }
    }

    private static long bytesOfOneNovel(Library library) {
        library.title(1);
        return EmbeddedSecondLevelCacheTest.managerOf(library)
                .getCache(NOVELS)
                .unwrap(SlabCache.class)
                .statistics()
                .payloadBytes();
    }
}
