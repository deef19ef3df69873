package io.slabcache.bench.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

/** A cache on the servers, with the defaults but, perhaps, for how long it trusts a generation. */
final class JCacheContestant implements Contestant {
    private static final String PROVIDER = "io.slabcache.jcache.SlabCachingProvider";
    private static final String CACHED_GENERATION = "classpath:cached-generation.conf";

    private final Keys keys = Keys.startingWith('j');
    private final List<List<Set<String>>> lists = new ArrayList<>();
    private final CacheManager manager;
    private final Cache<String, byte[]> cache;

    /**
     * Connects.
     *
     * @param nodes the servers
     * @param generationCached whether a generation is trusted for a second rather than not at all
     */
    JCacheContestant(List<InetSocketAddress> nodes, boolean generationCached) {
        CachingProvider provider = Caching.getCachingProvider(PROVIDER);
        String servers = nodes.stream()
                .map(node -> node.getHostString() + ":" + node.getPort())
                .collect(Collectors.joining(","));
        Properties properties = new Properties();
        if (generationCached) {
            properties.setProperty("slabcache.config", CACHED_GENERATION);
        }
        manager = provider.getCacheManager(
                URI.create("memcached://" + servers), JCacheContestant.class.getClassLoader(), properties);
        cache = manager.createCache(
                "bench", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
        for (KeyLists kind : KeyLists.values()) {
            List<Set<String>> sets = new ArrayList<>();
            for (int list = 0; list < kind.count(); list++) {
                sets.add(new LinkedHashSet<>(keys.list(kind, list)));
            }
            lists.add(sets);
        }
    }

    @Override
    public void prepare() {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keys.value(i));
        }
    }

    @Override
    public int get(int key) {
        byte[] value = cache.get(keys.names()[key]);
        return value == null ? -1 : value.length;
    }

    @Override
    public int getAll(KeyLists kind, int list) {
        return cache.getAll(lists.get(kind.ordinal()).get(list)).size();
    }

    @Override
    public void set(int key, byte[] value) {
        cache.put(keys.names()[key], value);
    }

    @Override
    public void close() {
        manager.close();
    }
}
