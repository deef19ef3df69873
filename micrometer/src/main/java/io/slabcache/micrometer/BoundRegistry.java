package io.slabcache.micrometer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.slabcache.jcache.CacheObserver;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheManager;
import java.util.HashMap;
import java.util.Map;

/**
 * The meters of one manager in one registry. The manager keeps it, and so all that the meters read. Safe for use by several
 * threads.
 */
final class BoundRegistry implements CacheObserver, AutoCloseable {
    private final MeterRegistry registry;
    private final MeterSelection selection;
    private final NodeMeters nodes;

    /** By the name of the cache. */
    @GuardedBy("this")
    private final Map<String, CacheMeters> caches = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    BoundRegistry(MeterRegistry registry, SlabCacheManager manager, MeterSelection selection) {
        this.registry = registry;
        this.selection = selection;
        this.nodes = new NodeMeters(manager, registry, selection.tags());
    }

    @Override
    public synchronized void cacheCreated(SlabCache<?, ?> cache) {
        CacheMeters present = caches.get(cache.getName());
        if (closed || cache.isClosed() || (present != null && present.isOf(cache))) {
            return;
        }
        if (present != null) {
            // Of a cache whose end is still to be told. Meters of one name are one meter, which would go on reading the
            // old.
            present.remove();
        }
        caches.put(cache.getName(), new CacheMeters(cache, registry, selection));
    }

    @Override
    public synchronized void cacheClosed(SlabCache<?, ?> cache) {
        CacheMeters present = caches.get(cache.getName());
        if (present != null && present.isOf(cache)) {
            caches.remove(cache.getName());
            present.remove();
        }
    }

    @Override
    public void managerClosed() {
        close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        nodes.remove();
        caches.values().forEach(CacheMeters::remove);
        caches.clear();
    }
}
