package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.BackingProvider;
import io.slabcache.jcache.internal.BackingSpace;
import io.slabcache.jcache.internal.BackingSpaceSettings;
import io.slabcache.jcache.internal.FakeClock;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import io.slabcache.store.StoreClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offers memcached servers on the heap under the scheme {@code heap-memcached}. The URI may say {@code /…} for so many nodes, {@code
 * ?servers=…} to share servers that {@link #share} made, and {@code ?miss} for failures to be misses.
 */
public class HeapMemcachedProvider implements BackingProvider {
    private static final Map<String, HeapMemcachedServers> SHARED = new ConcurrentHashMap<>();
    private static final Pattern NODES = Pattern.compile("/(\\d+)");
    private static final Pattern SERVERS = Pattern.compile("servers=(\\w+)");

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
        return new MemcachedSpace(
                servers.client(), "", uri.contains("?miss") ? OnFailure.MISS : OnFailure.THROW, clock, false);
    }

    /** The same by {@link FakeClock#SHARED}, under the scheme {@code heap-memcached-fake}. */
    public static final class FakeTime extends HeapMemcachedProvider {
        /** For {@link java.util.ServiceLoader}. */
        public FakeTime() {
            super("heap-memcached-fake", FakeClock.SHARED);
        }
    }
}
