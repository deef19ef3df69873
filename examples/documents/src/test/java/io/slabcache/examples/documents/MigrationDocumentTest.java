package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.User;
import com.example.UserAudit;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations that the migration pages put beside other caches' have the caches that they say. */
class MigrationDocumentTest {
    @TempDir
    Path directory;

    @Test
    void configuration_besideEhcaches_hasItsCaches() {
        try (CacheManager manager = Caching.getCachingProvider("io.slabcache.jcache.SlabCachingProvider")
                .getCacheManager(
                        URI.create("classpath:migrate/ehcache.conf"), getClass().getClassLoader())) {
            Cache<String, User> users = manager.getCache("users", String.class, User.class);
            assertThat(users.get("ada")).isEqualTo(new User("ada", 0));
            users.put("grace", new User("grace", 1));
            assertThat(UserAudit.CREATED).contains("grace");
            assertThat(users.unwrap(SlabCache.class).statistics().capacity()).isEqualTo(256L << 20);
            ExpiryPolicy ofUsers = policy(manager, "users");
            assertThat(ofUsers.getExpiryForAccess()).isEqualTo(Duration.THIRTY_MINUTES);
            assertThat(ofUsers.getExpiryForUpdate()).isEqualTo(Duration.THIRTY_MINUTES);

            ExpiryPolicy ofCountries = policy(manager, "countries");
            assertThat(ofCountries.getExpiryForCreation()).isEqualTo(new Duration(TimeUnit.MINUTES, 2));
            assertThat(ofCountries.getExpiryForUpdate()).isEqualTo(new Duration(TimeUnit.MINUTES, 2));
            assertThat(ofCountries.getExpiryForAccess()).isNull();
            assertThat(manager.getCache("countries")
                            .unwrap(SlabCache.class)
                            .statistics()
                            .capacity())
                    .isEqualTo(32L << 20);
        }
    }

    @Test
    void configuration_besideCaffeines_hasItsCaches() {
        try (CacheManager manager = Caching.getCachingProvider()
                .getCacheManager(
                        URI.create("classpath:migrate/caffeine.conf"),
                        getClass().getClassLoader())) {
            assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("users", "sessions");
            assertThat(manager.getCache("users").get("grace")).isEqualTo(new User("grace", 0));
            ExpiryPolicy ofUsers = policy(manager, "users");
            assertThat(ofUsers.getExpiryForCreation()).isEqualTo(Duration.FIVE_MINUTES);
            assertThat(ofUsers.getExpiryForUpdate()).isEqualTo(Duration.FIVE_MINUTES);
            assertThat(ofUsers.getExpiryForAccess()).isNull();
            assertThat(policy(manager, "sessions").getExpiryForAccess()).isEqualTo(Duration.THIRTY_MINUTES);
        }
    }

    @Test
    void configuration_besideRedissons_sharesItsCaches() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            String text;
            try (var in = getClass().getResourceAsStream("/migrate/redisson.conf")) {
                assertThat(in).isNotNull();
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            String here = text.replace("\"cache1:11211\", \"cache2:11211\"", "\"" + server.address() + "\"");
            assertThat(here).isNotEqualTo(text);
            Path first = Files.writeString(directory.resolve("first.conf"), here);
            Path second = Files.writeString(directory.resolve("second.conf"), here);

            try (CacheManager one = open(first);
                    CacheManager other = open(second)) {
                one.<String, User>getCache("users").put("ada", new User("ada", 7));
                assertThat(other.<String, User>getCache("users").get("ada")).isEqualTo(new User("ada", 7));
                assertThat(policy(one, "sessions").getExpiryForAccess()).isEqualTo(new Duration(TimeUnit.MINUTES, 20));
                server.kill();
                assertThat(other.<String, User>getCache("users").get("ada")).isNull();
            }
        }
    }

    @Test
    void expiry_ofEachValue_isAPolicyOverCaches() {
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            // A cache for each time to live, in place of one for each entry.
            Cache<String, String> codes = manager.createCache(
                    "codes",
                    new SlabConfiguration<String, String>()
                            .setTypes(String.class, String.class)
                            .setCapacity("16 MiB")
                            .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.FIVE_MINUTES)));
            boolean first = codes.putIfAbsent("ada", "4711");
            String used = codes.getAndRemove("ada");

            assertThat(first).isTrue();
            assertThat(used).isEqualTo("4711");
        }
    }

    @Test
    void counter_ofRedisson_isAnEntryProcessor() {
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            Cache<String, Long> counters = manager.createCache(
                    "counters", new SlabConfiguration<String, Long>().setTypes(String.class, Long.class));
            long views = counters.invoke("views", (entry, arguments) -> {
                long next = entry.exists() ? entry.getValue() + 1 : 1;
                entry.setValue(next);
                return next;
            });

            assertThat(views).isOne();
        }
    }

    private CacheManager open(Path configuration) {
        return Caching.getCachingProvider()
                .getCacheManager(configuration.toUri(), getClass().getClassLoader());
    }

    @SuppressWarnings("unchecked") // getConfiguration asks for a class with type arguments, which no literal has
    private static ExpiryPolicy policy(CacheManager manager, String cache) {
        CompleteConfiguration<?, ?> configuration =
                manager.getCache(cache).getConfiguration(CompleteConfiguration.class);
        return configuration.getExpiryPolicyFactory().create();
    }
}
