package io.slabcache.jcache.internal.remote;

import io.slabcache.client.NodeUnavailableException;
import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.internal.FakeClock;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Caches of one name that several managers, which are several applications, have on the same servers on the heap. */
final class HeapCaches implements AutoCloseable {
    static final String CACHE = "test";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final FakeClock clock = FakeClock.SHARED;
    final HeapMemcachedServers servers;
    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final KeyGrammar grammar = new KeyGrammar("", CACHE);
    private final String name = "caches" + NUMBERS.getAndIncrement();

    HeapCaches(int nodes) {
        servers = new HeapMemcachedServers(nodes, clock);
        HeapMemcachedProvider.share(name, servers);
    }

    /**
     * Returns a manager.
     *
     * @param application names it; its caches are its own
     * @param options further options of its URI, each with an ampersand in front
     */
    CacheManager manager(String application, String options) {
        return provider.getCacheManager(
                URI.create("heap-memcached-fake:" + application + "?servers=" + name + options),
                getClass().getClassLoader());
    }

    /** Creates the application's cache. */
    Cache<String, String> create(String application, String options) {
        return create(application, options, strings());
    }

    /** Creates the application's cache. */
    Cache<String, String> create(
            String application, String options, MutableConfiguration<String, String> configuration) {
        return manager(application, options).createCache(CACHE, configuration);
    }

    static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    }

    /** Has all operations of a name fail before they reach their server. */
    void fail(String operation) {
        servers.inject(new HeapMemcachedServers.Fault() {
            @Override
            public void before(String done, byte[] key) {
                if (done.equals(operation)) {
                    throw new NodeUnavailableException("the connection was lost: operation=" + done, true, null);
                }
            }
        });
    }

    void failNothing() {
        servers.inject(HeapMemcachedServers.Fault.NONE);
    }

    /** Returns what the servers have for the cache: its entries, and leases for those that are being loaded. */
    Set<ByteBuffer> items() {
        Set<ByteBuffer> items = new HashSet<>(servers.items().keySet());
        items.removeIf(key -> !grammar.isEntry(array(key)));
        return items;
    }

    @Override
    public void close() {
        provider.close();
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
