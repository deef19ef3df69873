package io.slabcache.jcache.internal.remote;

import io.slabcache.client.FailureMode;
import io.slabcache.jcache.internal.BackingProvider;
import io.slabcache.jcache.internal.BackingSpace;
import io.slabcache.jcache.internal.BackingSpaceSettings;
import io.slabcache.jcache.internal.config.RemoteSettings;
import io.slabcache.store.StoreClock;
import java.util.regex.Pattern;
import javax.cache.CacheException;

/** Offers memcached servers. */
public final class MemcachedBackingProvider implements BackingProvider {
    /** What the name of a client must not have. */
    private static final Pattern UNNAMEABLE = Pattern.compile("[^A-Za-z0-9.-]");

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public MemcachedBackingProvider() {}

    @Override
    public String scheme() {
        return "memcached";
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public BackingSpace open(BackingSpaceSettings settings) {
        RemoteSettings remote = settings.remote();
        if (remote == null) {
            throw new CacheException("a manager of servers must name them: uri=" + settings.uri());
        }
        FailureMode failureMode = remote.failureMode();
        return new MemcachedSpace(
                remote.open(clientName(remote)),
                remote.namespace(),
                remote.onFailure(),
                StoreClock.system(),
                failureMode == FailureMode.GUTTER || failureMode == FailureMode.REDISTRIBUTE);
    }

    /** Names the client by its first server: the manager's URI may hold what nobody is to read in a log. */
    private static String clientName(RemoteSettings remote) {
        String server = remote.servers().get(0).address().toString();
        return "slabcache-" + UNNAMEABLE.matcher(server).replaceAll("-");
    }
}
