package io.slabcache.jcache.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;

/** Writes down every event as {@code TYPE key=value<-oldValue}. */
public final class RecordingListener<K, V>
        implements CacheEntryCreatedListener<K, V>,
                CacheEntryUpdatedListener<K, V>,
                CacheEntryRemovedListener<K, V>,
                CacheEntryExpiredListener<K, V> {
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** Creates a listener that has heard of nothing. */
    public RecordingListener() {}

    /**
     * Returns what it has heard.
     *
     * @return the list that it writes into
     */
    public List<String> events() {
        return events;
    }

    /**
     * Has callers wait for it.
     *
     * @return a configuration with old values
     */
    public CacheEntryListenerConfiguration<K, V> synchronous() {
        return new MutableCacheEntryListenerConfiguration<>(() -> this, null, true, true);
    }

    /**
     * Has nobody wait for it.
     *
     * @return a configuration with old values
     */
    public CacheEntryListenerConfiguration<K, V> asynchronous() {
        return new MutableCacheEntryListenerConfiguration<>(() -> this, null, true, false);
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends K, ? extends V>> created) {
        record(created);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends K, ? extends V>> updated) {
        record(updated);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends K, ? extends V>> removed) {
        record(removed);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends K, ? extends V>> expired) {
        record(expired);
    }

    private void record(Iterable<CacheEntryEvent<? extends K, ? extends V>> received) {
        for (CacheEntryEvent<? extends K, ? extends V> event : received) {
            events.add(
                    event.getEventType() + " " + event.getKey() + "=" + event.getValue() + "<-" + event.getOldValue());
        }
    }
}
