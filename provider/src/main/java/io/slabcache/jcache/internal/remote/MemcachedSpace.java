package io.slabcache.jcache.internal.remote;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeMetrics;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.BackingSpace;
import io.slabcache.jcache.internal.RemovalSink;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import io.slabcache.store.StoreClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The caches of one manager on its servers, which share one client. */
public final class MemcachedSpace implements BackingSpace {
    private final MemcachedClient client;
    private final String namespace;
    private final OnFailure onFailure;
    private final StoreClock clock;
    private final ItemLimits limits;
    private final boolean reroutes;
    private final PlainPrefixes prefixes = new PlainPrefixes();
    private final ClearRetries retries = new ClearRetries();

    /** What is known of the generations outlives a cache's closing: a server that was down when it was cleared is told yet. */
    private final Map<GenerationsId, Generations> generations = new ConcurrentHashMap<>();

    /**
     * Creates a space.
     *
     * @param client talks to the servers; is closed with the space
     * @param namespace keeps caches of one name apart that belong to different applications
     * @param onFailure what becomes of an operation that fails on a server
     * @param clock says the time by which entries expire
     * @param reroutes whether the client asks other servers for the keys of one that is down
     */
    public MemcachedSpace(
            MemcachedClient client, String namespace, OnFailure onFailure, StoreClock clock, boolean reroutes) {
        this.client = client;
        this.reroutes = reroutes;
        this.namespace = namespace;
        this.onFailure = onFailure;
        this.clock = clock;
        this.limits = new ItemLimits(client);
    }

    @Override
    public Backing open(BackingSettings settings, RemovalSink sink) {
        RemoteCacheSettings remote = settings.remote();
        KeyGrammar grammar = new KeyGrammar(namespace, settings.name());
        Backing backing =
                remote.format() == Format.PLAIN ? openPlain(settings, grammar) : openExact(settings, grammar, sink);
        return onFailure == OnFailure.MISS ? new MissOnFailure(backing) : backing;
    }

    private Backing openPlain(BackingSettings settings, KeyGrammar grammar) {
        if (!namespace.isEmpty() && settings.remote().keyPrefix() == null) {
            throw new BackingException(
                    "key-prefix must be set for the plain format in a namespace, whose other caches of this name would"
                            + " have the same keys: cache=" + settings.name() + ", namespace=" + namespace,
                    null);
        }
        String prefix = settings.remote().keyPrefixOf(settings.name());
        prefixes.claim(settings.name(), prefix);
        boolean complete = false;
        try {
            check(settings, grammar, CacheDescription.of(settings, Envelope.VERSION))
                    .compare();
            PlainKeys keys = new PlainKeys(settings.name(), prefix);
            Backing backing = new PlainBacking(
                    settings.name(),
                    client,
                    keys,
                    grammar.descriptionKey(),
                    clock,
                    limits,
                    bulkFailures(),
                    () -> prefixes.release(prefix));
            complete = true;
            return backing;
        } finally {
            if (!complete) {
                prefixes.release(prefix);
            }
        }
    }

    private Backing openExact(BackingSettings settings, KeyGrammar grammar, RemovalSink sink) {
        if (reroutes) {
            throw new BackingException(
                    "failure-mode must be fail-fast or retry-idempotent for the exact format, whose entries mean nothing"
                            + " on another server: cache=" + settings.name(),
                    null);
        }
        RemoteCacheSettings remote = settings.remote();
        CacheDescription description = CacheDescription.of(settings, Envelope.VERSION);
        DescriptionCheck check = check(settings, grammar, description);
        check.compare();
        ExactSettings exact = new ExactSettings(
                settings.name(),
                description.fingerprint(),
                remote.accessExpiry() == AccessExpiry.APPROXIMATE && settings.accessCounts(),
                settings.maxItemSize(),
                remote.onUndecodable() == Undecodable.MISS,
                remote.leaseDuration().toMillis());
        GenerationsId id =
                new GenerationsId(settings.name(), remote.generationCache().toNanos());
        Generations known = generations.computeIfAbsent(
                id, absent -> new Generations(client, grammar.generationKey(), clock, id.cacheNanos(), retries));
        return new MemcachedBacking(client, exact, grammar, known, clock, limits, bulkFailures(), sink, check::fail);
    }

    @Override
    public List<NodeMetrics> nodes() {
        return client.metrics();
    }

    @Override
    public void close() {
        retries.close();
        client.close();
    }

    private BulkFailures bulkFailures() {
        return new BulkFailures(onFailure == OnFailure.MISS);
    }

    private record GenerationsId(String cacheName, long cacheNanos) {}

    private DescriptionCheck check(BackingSettings settings, KeyGrammar grammar, CacheDescription description) {
        return new DescriptionCheck(client, grammar.descriptionKey(), settings.name(), description);
    }
}
