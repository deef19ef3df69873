package io.slabcache.jcache.internal.remote;

import io.slabcache.client.MemcachedClient;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.BackingSpace;
import io.slabcache.jcache.internal.RemovalSink;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import io.slabcache.store.StoreClock;

/** The caches of one manager on its servers, which share one client. */
public final class MemcachedSpace implements BackingSpace {
    private final MemcachedClient client;
    private final String namespace;
    private final OnFailure onFailure;
    private final StoreClock clock;
    private final ItemLimits limits;

    /**
     * Creates a space.
     *
     * @param client talks to the servers; is closed with the space
     * @param namespace keeps caches of one name apart that belong to different applications
     * @param onFailure what becomes of an operation that fails on a server
     * @param clock says the time by which entries expire
     */
    public MemcachedSpace(MemcachedClient client, String namespace, OnFailure onFailure, StoreClock clock) {
        this.client = client;
        this.namespace = namespace;
        this.onFailure = onFailure;
        this.clock = clock;
        this.limits = new ItemLimits(client);
    }

    @Override
    public Backing open(BackingSettings settings, RemovalSink sink) {
        RemoteCacheSettings remote = settings.remote();
        KeyGrammar grammar = new KeyGrammar(namespace, settings.name());
        ExactSettings exact = new ExactSettings(
                settings.name(),
                fingerprint(settings),
                remote.accessExpiry() == AccessExpiry.APPROXIMATE && settings.accessCounts(),
                settings.maxItemSize(),
                remote.onUndecodable() == Undecodable.MISS,
                onFailure == OnFailure.MISS,
                remote.leaseDuration().toMillis());
        Generations generations = new Generations(
                client, grammar.generationKey(), clock, remote.generationCache().toNanos());
        Runnable onMismatch = () -> {
            throw new BackingException(
                    "all clients of a cache must be configured alike: cache=" + settings.name(), null);
        };
        Backing backing = new MemcachedBacking(client, exact, grammar, generations, clock, limits, sink, onMismatch);
        return onFailure == OnFailure.MISS ? new MissOnFailure(backing) : backing;
    }

    @Override
    public void close() {
        client.close();
    }

    private static int fingerprint(BackingSettings settings) {
        return (settings.keyCodec() + '\0' + settings.valueCodec()).hashCode();
    }
}
