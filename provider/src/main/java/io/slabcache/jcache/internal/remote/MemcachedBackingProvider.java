package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.BackingProvider;
import io.slabcache.jcache.internal.BackingSpace;
import io.slabcache.jcache.internal.BackingSpaceSettings;
import io.slabcache.jcache.internal.config.RemoteSettings;
import io.slabcache.store.StoreClock;
import javax.cache.CacheException;

/** Offers memcached servers. */
public final class MemcachedBackingProvider implements BackingProvider {
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
        return new MemcachedSpace(
                remote.open(settings.managerName()), remote.namespace(), remote.onFailure(), StoreClock.system());
    }
}
