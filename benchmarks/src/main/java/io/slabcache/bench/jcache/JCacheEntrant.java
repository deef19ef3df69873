package io.slabcache.bench.jcache;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.Hazelcast;
import io.slabcache.bench.harness.Entrant;
import io.slabcache.bench.harness.Session;
import io.slabcache.jcache.SlabConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.cache2k.Cache2kBuilder;
import org.cache2k.jcache.ExtendedMutableConfiguration;
import org.cache2k.jcache.JCacheConfig;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.jsr107.Eh107Configuration;

/** The providers, each with room for all entries, storing by value; without expiry, listeners, loaders and statistics. */
enum JCacheEntrant implements Entrant {
    SLABCACHE("slabcache", "io.slabcache.jcache.SlabCachingProvider") {
        @Override
        <K, V> Configuration<K, V> configuration(Class<K> keys, Class<V> values) {
            SlabConfiguration<K, V> configuration = new SlabConfiguration<>();
            configuration.setTypes(keys, values);
            return configuration.setCapacity(CAPACITY);
        }
    },
    EHCACHE_OFF_HEAP("Ehcache off-heap", "org.ehcache.jsr107.EhcacheCachingProvider") {
        @Override
        <K, V> Configuration<K, V> configuration(Class<K> keys, Class<V> values) {
            return Eh107Configuration.fromEhcacheCacheConfiguration(
                    CacheConfigurationBuilder.newCacheConfigurationBuilder(
                            keys,
                            values,
                            ResourcePoolsBuilder.newResourcePoolsBuilder().offheap(CAPACITY, MemoryUnit.B)));
        }
    },
    EHCACHE_HEAP("Ehcache heap", "org.ehcache.jsr107.EhcacheCachingProvider"),
    /** Bounded, as everybody has it who does not want to run out of heap. */
    CAFFEINE("Caffeine JCache, bounded", "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider") {
        /** At twice the entries: below half of its bound Caffeine spares itself the book of what was read. */
        @Override
        <K, V> Configuration<K, V> configuration(Class<K> keys, Class<V> values) {
            return new CaffeineConfiguration<K, V>()
                    .setTypes(keys, values)
                    .setStoreByValue(true)
                    .setMaximumSize(OptionalLong.of(2L * Entries.COUNT));
        }
    },
    /** As the adapter is without settings of its own: a map that only grows, shown for information. */
    CAFFEINE_UNBOUNDED(
            "Caffeine JCache, unbounded", "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider") {
        @Override
        public boolean isPeer() {
            return false;
        }
    },
    CACHE2K("cache2k JCache", "org.cache2k.jcache.provider.JCacheProvider") {
        /** Of any types: it refuses arrays as the class of values. */
        @Override
        @SuppressWarnings("unchecked")
        <K, V> Configuration<K, V> configuration(Class<K> keys, Class<V> values) {
            return (Configuration<K, V>) ExtendedMutableConfiguration.of(Cache2kBuilder.of(Object.class, Object.class)
                    .eternal(true)
                    .entryCapacity(2L * Entries.COUNT)
                    // else it stores by reference where its own configuration is used
                    .with(JCacheConfig.class, (JCacheConfig.Builder section) -> section.copyAlwaysIfRequested(true)));
        }
    },
    HAZELCAST("Hazelcast embedded", "com.hazelcast.cache.HazelcastMemberCachingProvider") {
        @Override
        List<String> moreFlags() {
            return List.of(
                    "--add-modules=java.se",
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.management/sun.management=ALL-UNNAMED",
                    "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");
        }

        /** With a bound far above the number of entries: the default is 10,000. */
        @Override
        <K, V> Configuration<K, V> configuration(Class<K> keys, Class<V> values) {
            CacheConfig<K, V> configuration = new CacheConfig<>();
            configuration.setTypes(keys, values);
            configuration.setEvictionConfig(new EvictionConfig()
                    .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                    .setSize(8 * Entries.COUNT)
                    .setEvictionPolicy(EvictionPolicy.LRU));
            return configuration;
        }

        @Override
        Properties properties() {
            Config config = new Config("bench");
            config.setProperty("hazelcast.phone.home.enabled", "false");
            config.setProperty("hazelcast.logging.type", "slf4j");
            config.setProperty("hazelcast.socket.bind.any", "false");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            return HazelcastCachingProvider.propertiesByInstanceItself(Hazelcast.newHazelcastInstance(config));
        }
    },
    REFERENCE("reference implementation", "org.jsr107.ri.spi.RICachingProvider");

    /** Outside the heap, where the provider is to be told. */
    private static final long CAPACITY = 256L << 20;

    private static final List<String> FLAGS = List.of("-Xms2g", "-Xmx2g", "-Xmn256m", "-XX:MaxDirectMemorySize=2g");

    private final String label;
    private final String provider;

    JCacheEntrant(String label, String provider) {
        this.label = label;
        this.provider = provider;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isPeer() {
        return this != SLABCACHE;
    }

    @Override
    public List<String> flags() {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(moreFlags());
        return flags;
    }

    /** Returns what the provider asks for beside. */
    List<String> moreFlags() {
        return List.of();
    }

    @Override
    public Session open(List<String> surroundings) {
        return new JCacheSession(this);
    }

    /** Returns the manager that caches are made with. */
    CacheManager manager() {
        CachingProvider caching = Caching.getCachingProvider(provider);
        return caching.getCacheManager(caching.getDefaultURI(), JCacheEntrant.class.getClassLoader(), properties());
    }

    Properties properties() {
        return new Properties();
    }

    /** Makes an empty cache. */
    <K, V> Cache<K, V> create(CacheManager manager, String name, Class<K> keys, Class<V> values) {
        return manager.createCache(name, configuration(keys, values));
    }

    <K, V> Configuration<K, V> configuration(Class<K> keys, Class<V> values) {
        return new MutableConfiguration<K, V>().setTypes(keys, values).setStoreByValue(true);
    }
}
