package io.slabcache.jcache.internal;

import io.slabcache.jcache.CacheObserver;
import io.slabcache.jcache.SlabCache;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who want to know of a manager's caches. Safe for use by several threads; they are told under no lock. */
final class CacheObservers {
    /* Implementation notes

    A cache may be closed before its creation has been told. Who tells of the creation therefore looks afterwards whether the
    cache is closed, and who closes it marks it closed before telling: the last that an observer hears of a cache is always
    its end, told twice at times. The same look serves an observer that is added while a cache is closed. */

    private static final Logger LOG = LoggerFactory.getLogger(CacheObservers.class);

    private final List<CacheObserver> observers = new CopyOnWriteArrayList<>();

    void add(CacheObserver observer, Collection<? extends SlabCache<?, ?>> present) {
        observers.add(Objects.requireNonNull(observer, "the observer must not be null"));
        present.forEach(cache -> tellCreated(observer, cache));
    }

    void remove(CacheObserver observer) {
        observers.remove(observer);
    }

    void created(SlabCache<?, ?> cache) {
        observers.forEach(observer -> tellCreated(observer, cache));
    }

    void closed(SlabCache<?, ?> cache) {
        observers.forEach(observer -> tell(observer, told -> told.cacheClosed(cache)));
    }

    /** Tells of the manager's end and forgets all. */
    void managerClosed() {
        List<CacheObserver> last = List.copyOf(observers);
        observers.clear();
        last.forEach(observer -> tell(observer, CacheObserver::managerClosed));
    }

    private static void tellCreated(CacheObserver observer, SlabCache<?, ?> cache) {
        tell(observer, told -> told.cacheCreated(cache));
        if (cache.isClosed()) {
            tell(observer, told -> told.cacheClosed(cache));
        }
    }

    private static void tell(CacheObserver observer, Consumer<CacheObserver> news) {
        try {
            news.accept(observer);
        } catch (RuntimeException e) {
            LOG.warn("a cache observer failed: observer={}", observer, e);
        }
    }
}
