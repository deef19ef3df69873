package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches that a file declares are there when the manager is. */
class DeclaredCachesTest {
    @TempDir
    Path directory;

    private final SlabCachingProvider provider = new SlabCachingProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    private CacheManager open(String settings) throws IOException {
        Path file = Files.writeString(directory.resolve("declared.conf"), settings);
        Properties properties = new Properties();
        properties.setProperty("slabcache.config", file.toString());
        return provider.getCacheManager(
                URI.create("slabcache:declared"), getClass().getClassLoader(), properties);
    }

    @Test
    void declared_withStatistics_existsWithItsBean() throws Exception {
        CacheManager manager = open("slabcache { caches { users { capacity = 2 MiB, statistics = true } } }");
        assertThat(manager.getCacheNames()).containsExactly("users");
        assertThat(manager.getCache("users")
                        .unwrap(SlabCache.class)
                        .statistics()
                        .capacity())
                .isEqualTo(2L << 20);
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(
                                new ObjectName("javax.cache:type=CacheStatistics,CacheManager=slabcache.declared,*"),
                                null))
                .hasSize(1);
    }

    @Test
    void createCache_ofADeclaredOne_isRefusedUnlessItIsToBeAdopted() throws Exception {
        CacheManager manager = open("slabcache { caches { users {} } }");
        assertThatThrownBy(() -> manager.createCache("users", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("adopt-declared-caches = true");
    }

    @Test
    void createCache_adoptingWithoutTypes_returnsATypedOne() throws Exception {
        CacheManager manager = open("slabcache { adopt-declared-caches = true, caches { users {"
                + " key-type = java.lang.String, value-type = java.lang.Long } } }");

        Cache<Object, Object> users = manager.createCache("users", new MutableConfiguration<>());

        users.put("ada", 1L);
        assertThat(manager.getCache("users", String.class, Long.class).get("ada"))
                .isEqualTo(1);
        assertThatThrownBy(() -> users.put("ada", "one")).isInstanceOf(ClassCastException.class);
    }

    @Test
    void createCache_adoptingWithOtherTypes_isRefused() throws Exception {
        CacheManager manager =
                open("slabcache { adopt-declared-caches = true, caches { users { key-type = java.lang.String } } }");
        var wanted = new MutableConfiguration<Long, Object>().setTypes(Long.class, Object.class);

        assertThatThrownBy(() -> manager.createCache("users", wanted))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("java.lang.Long");
    }

    @Test
    void createCache_adopting_returnsTheDeclaredOneOnce() throws Exception {
        CacheManager manager =
                open("slabcache { adopt-declared-caches = true, caches { users { capacity = 2 MiB }, orders {} } }");
        assertThat(manager.createCache("users", new MutableConfiguration<>())
                        .unwrap(SlabCache.class)
                        .statistics()
                        .capacity())
                .isEqualTo(2L << 20);
        assertThatThrownBy(() -> manager.createCache("users", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class);
        assertThat(manager.<Object, Object>getCache("orders")).isNotNull();
        assertThatThrownBy(() -> manager.createCache("orders", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class);
    }

    @Test
    void createCache_adoptingAfterTheDeclaredOneWasDestroyed_returnsTheNewOneOnce() throws Exception {
        CacheManager manager = open("slabcache { adopt-declared-caches = true, caches { users {} } }");
        manager.destroyCache("users");
        manager.createCache("users", new MutableConfiguration<>());

        assertThatThrownBy(() -> manager.createCache("users", new MutableConfiguration<>()))
                .isInstanceOf(CacheException.class);
    }

    @Test
    void template_capacity_appliesToPlainConfigurations() throws Exception {
        CacheManager manager = open("slabcache { default { capacity = 3 MiB } }");
        assertThat(manager.createCache("plain", new MutableConfiguration<>())
                        .unwrap(SlabCache.class)
                        .statistics()
                        .capacity())
                .isEqualTo(3L << 20);
    }

    @Test
    void mode_notInstalled_namesTheFileAndTheModes() {
        assertThatThrownBy(() -> open("slabcache { mode = lossi }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("declared.conf")
                .hasMessageContaining("lossy");
    }

    @Test
    void uri_ofServersThatAreNotThere_opensNevertheless() {
        CacheManager manager = provider.getCacheManager(
                URI.create("memcached://127.0.0.1:1"), getClass().getClassLoader());

        assertThat(manager.getCacheNames()).isEmpty();
        manager.close();
    }
}
