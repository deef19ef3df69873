package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingProvider;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.BackingSpace;
import io.slabcache.jcache.internal.BackingSpaceSettings;
import io.slabcache.jcache.internal.FakeClock;
import io.slabcache.jcache.internal.RemovalSink;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import io.slabcache.store.StoreClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offers memcached servers on the heap under the scheme {@code heap-memcached}. The URI may say {@code /…} for so many nodes, {@code
 * ?servers=…} to share servers that {@link #share} made, {@code &miss} for failures to be misses, and {@code &approximate} for
 * accesses that the servers count themselves.
 */
public class HeapMemcachedProvider implements BackingProvider {
    private static final Map<String, HeapMemcachedServers> SHARED = new ConcurrentHashMap<>();
    private static final Pattern NODES = Pattern.compile("/(\\d+)");
    private static final Pattern SERVERS = Pattern.compile("servers=(\\w+)");

    private static final Pattern MISS = Pattern.compile("[?&]miss");
    private static final Pattern APPROXIMATE = Pattern.compile("[?&]approximate");

    private final String scheme;
    private final StoreClock clock;

    /** For {@link java.util.ServiceLoader}. */
    public HeapMemcachedProvider() {
        this("heap-memcached", StoreClock.system());
    }

    private HeapMemcachedProvider(String scheme, StoreClock clock) {
        this.scheme = scheme;
        this.clock = clock;
    }

    /** Lets managers share servers by a name. */
    static void share(String name, HeapMemcachedServers servers) {
        SHARED.put(name, servers);
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public BackingSpace open(BackingSpaceSettings settings) {
        String uri = settings.uri().toString();
        Matcher nodes = NODES.matcher(uri);
        Matcher name = SERVERS.matcher(uri);
        HeapMemcachedServers servers = name.find() ? SHARED.get(name.group(1)) : null;
        if (servers == null) {
            servers = new HeapMemcachedServers(nodes.find() ? Integer.parseInt(nodes.group(1)) : 1, clock);
        }
        MemcachedSpace space = new MemcachedSpace(
                servers.client(), "", MISS.matcher(uri).find() ? OnFailure.MISS : OnFailure.THROW, clock, false);
        return APPROXIMATE.matcher(uri).find() ? new ApproximateSpace(space) : space;
    }

    /** A space whose caches are configured for approximate access expiry. */
    private record ApproximateSpace(BackingSpace space) implements BackingSpace {
        @Override
        public Backing open(BackingSettings settings, RemovalSink sink) {
            RemoteCacheSettings remote = settings.remote();
            RemoteCacheSettings approximate = new RemoteCacheSettings(
                    remote.format(),
                    remote.onUndecodable(),
                    RemoteCacheSettings.AccessExpiry.APPROXIMATE,
                    remote.generationCache(),
                    remote.leaseDuration(),
                    remote.keyPrefix());
            return space.open(
                    new BackingSettings(
                            settings.name(),
                            settings.capacity(),
                            settings.maxItemSize(),
                            settings.hashedPrefixLength(),
                            settings.accessCounts(),
                            settings.keyCodec(),
                            settings.valueCodec(),
                            approximate),
                    sink);
        }

        @Override
        public void close() {
            space.close();
        }
    }

    /** The same by {@link FakeClock#SHARED}, under the scheme {@code heap-memcached-fake}. */
    public static final class FakeTime extends HeapMemcachedProvider {
        /** For {@link java.util.ServiceLoader}. */
        public FakeTime() {
            super("heap-memcached-fake", FakeClock.SHARED);
        }
    }
}
