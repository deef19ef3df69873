package io.slabcache.examples.quickstart;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;

/** A listener that counts what it is told. */
final class Events
        implements CacheEntryCreatedListener<String, String>,
                CacheEntryUpdatedListener<String, String>,
                CacheEntryRemovedListener<String, String>,
                CacheEntryExpiredListener<String, String> {
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger updated = new AtomicInteger();
    private final AtomicInteger removed = new AtomicInteger();
    private final CountDownLatch expired = new CountDownLatch(1);

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> created.incrementAndGet());
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> updated.incrementAndGet());
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> removed.incrementAndGet());
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> expired.countDown());
    }

    /** Waits until an entry has expired; tells whether one did in time. */
    boolean awaitExpiry(long millis) throws InterruptedException {
        return expired.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return "%s created, %s updated, %s removed, %d expired"
                .formatted(created, updated, removed, 1 - expired.getCount());
    }
}
