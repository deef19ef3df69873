package io.slabcache.jcache.internal;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.SlabCachingProvider;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** A provider with one open manager. */
final class JCacheFixture implements AutoCloseable {
    /** Stands for real servers. */
    static final String REAL = "real-memcached";

    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final CacheManager manager;

    /**
     * Opens a manager.
     *
     * @param uri its URI; {@value #REAL} stands for two real memcached servers, which are emptied
     */
    JCacheFixture(String uri) {
        String address = uri.equals(REAL) ? MemcachedPair.emptied() : uri;
        manager = provider.getCacheManager(URI.create(address), getClass().getClassLoader());
    }

    static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    }

    /** Tells whether entries live on servers, where they stay when their cache is closed and expire without a word. */
    static boolean isRemote(String uri) {
        return uri.contains("memcached");
    }

    SlabCachingProvider provider() {
        return provider;
    }

    CacheManager manager() {
        return manager;
    }

    <K, V> Cache<K, V> create(MutableConfiguration<K, V> configuration) {
        return manager.createCache("test", configuration);
    }

    static SlabCacheStatistics statistics(Cache<?, ?> cache) {
        return cache.unwrap(SlabCache.class).statistics();
    }

    /** Returns hits, misses, puts and removals as text. */
    static String counts(Cache<?, ?> cache) {
        SlabCacheStatistics counts = statistics(cache);
        return "hits=" + counts.hits() + " misses=" + counts.misses() + " puts=" + counts.puts() + " removals="
                + counts.removals();
    }

    @Override
    public void close() {
        provider.close();
    }
}
