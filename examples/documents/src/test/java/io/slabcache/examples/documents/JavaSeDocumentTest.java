package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.User;
import com.example.UserLoader;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.SlabConfiguration;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;

/** The programs of {@code docs/java-se.md}. */
class JavaSeDocumentTest {
    @Test
    void cache_madeInTheProgram_works() {
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            Cache<String, User> users = manager.createCache(
                    "users",
                    new SlabConfiguration<String, User>()
                            .setTypes(String.class, User.class)
                            .setCapacity("128 MiB")
                            .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.THIRTY_MINUTES))
                            .setStatisticsEnabled(true));
            users.put("ada", new User("Ada", 1));
            User found = users.get("ada");

            assertThat(found).isEqualTo(new User("Ada", 1)).isNotSameAs(users.get("ada"));
        }
    }

    @Test
    void cache_declaredInAFile_isThere() {
        CachingProvider provider = Caching.getCachingProvider();
        URI file = URI.create("classpath:migrate/caffeine.conf");
        try (CacheManager manager = provider.getCacheManager(file, getClass().getClassLoader())) {
            Cache<String, User> users = manager.getCache("users", String.class, User.class);

            assertThat(users.get("ada")).isEqualTo(new User("ada", 0));
        }
    }

    @Test
    void entries_changedInOneStep_loseNoUpdate() {
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            Cache<String, User> users = manager.createCache(
                    "users",
                    new SlabConfiguration<String, User>()
                            .setTypes(String.class, User.class)
                            .setReadThrough(true)
                            .setCacheLoaderFactory(FactoryBuilder.factoryOf(UserLoader.class)));
            int visits = users.invoke("ada", (entry, arguments) -> {
                User visited = entry.getValue().visited();
                entry.setValue(visited);
                return visited.visits();
            });

            assertThat(visits).isOne();
        }
    }

    @Test
    void listener_registered_isTold() {
        StringBuilder told = new StringBuilder();
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            Cache<String, User> users = manager.createCache(
                    "users", new SlabConfiguration<String, User>().setTypes(String.class, User.class));
            CacheEntryRemovedListener<String, User> farewell =
                    events -> events.forEach(event -> told.append("bye ").append(event.getKey()));
            users.registerCacheEntryListener(
                    new MutableCacheEntryListenerConfiguration<>(() -> farewell, null, false, true));
            users.put("ada", new User("Ada", 1));
            users.remove("ada");
        }
        assertThat(told).hasToString("bye ada");
    }

    @Test
    void statistics_ofACache_haveItsMemory() {
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            Cache<String, User> users = manager.createCache(
                    "users",
                    new SlabConfiguration<String, User>()
                            .setTypes(String.class, User.class)
                            .setCapacity("128 MiB")
                            .setStatisticsEnabled(true));
            users.put("ada", new User("Ada", 1));
            users.get("ada");
            SlabCacheStatistics statistics = users.unwrap(SlabCache.class).statistics();
            String report =
                    statistics.hits() + " hits, " + statistics.usedBytes() + " of " + statistics.capacity() + " bytes";

            assertThat(report).startsWith("1 hits, ").endsWith(" of 134217728 bytes");
        }
    }

    @Test
    void cache_onServers_isTheSameProgram() {
        try (RealMemcached server = RealMemcached.start()) {
            String servers = server.address().toString();
            URI uri = URI.create(
                    "memcached://" + servers + "?namespace=shop&serialization.allowed-classes=com.example.User");
            try (CacheManager manager =
                    Caching.getCachingProvider().getCacheManager(uri, getClass().getClassLoader())) {
                Cache<String, User> users = manager.createCache(
                        "users", new SlabConfiguration<String, User>().setTypes(String.class, User.class));
                users.put("ada", new User("Ada", 1));

                assertThat(users.get("ada")).isEqualTo(new User("Ada", 1));
            }
        }
    }

    /** So that a run that is for this project's nodes is not one on memcached, nor the other way round. */
    @Test
    void server_isTheOneThatTheRunIsFor() {
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = MemcachedClient.builder()
                        .nodes(server.address().toString())
                        .operationTimeout(java.time.Duration.ofSeconds(5))
                        .build()) {
            assertThat(client.stats("").values())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.containsKey("product"))
                            .as("told by this project's nodes alone")
                            .isEqualTo(Boolean.getBoolean("expected.own.nodes")));
        }
    }
}
