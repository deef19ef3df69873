package io.slabcache.jcache.event;

import io.slabcache.jcache.internal.Closing;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registered listener with its filter and, if it is asynchronous, the events that wait for it in their order. */
final class Registration<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final CacheEntryListenerConfiguration<K, V> configuration;
    private final CacheEntryListener<? super K, ? super V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;
    private final boolean synchronous;
    private final boolean oldValueRequired;
    private final Executor executor;
    private final Queue<CacheEvent<K, V>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final WaitingRoom room;
    private volatile boolean closed;

    Registration(String cacheName, CacheEntryListenerConfiguration<K, V> configuration, Executor executor) {
        this.configuration = configuration;
        this.listener = made(
                cacheName,
                "listener",
                configuration.getCacheEntryListenerFactory().create());
        Factory<CacheEntryEventFilter<? super K, ? super V>> filterFactory =
                configuration.getCacheEntryEventFilterFactory();
        this.filter = filterFactory == null ? null : makeFilter(cacheName, filterFactory);
        this.room = new WaitingRoom(cacheName, listener);
        this.synchronous = configuration.isSynchronous();
        this.oldValueRequired = configuration.isOldValueRequired();
        this.executor = executor;
    }

    CacheEntryListenerConfiguration<K, V> configuration() {
        return configuration;
    }

    boolean isSynchronous() {
        return synchronous;
    }

    boolean isOldValueRequired() {
        return oldValueRequired;
    }

    boolean wants(EventType type) {
        return switch (type) {
            case CREATED -> listener instanceof CacheEntryCreatedListener;
            case UPDATED -> listener instanceof CacheEntryUpdatedListener;
            case REMOVED -> listener instanceof CacheEntryRemovedListener;
            case EXPIRED -> listener instanceof CacheEntryExpiredListener;
        };
    }

    /** Filters and delivers on this thread. */
    void deliver(CacheEvent<K, V> event) {
        try {
            if (filter == null || filter.evaluate(event)) {
                call(event);
            }
        } catch (CacheEntryListenerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheEntryListenerException("a listener failed: listener=" + listener, e);
        }
    }

    /**
     * Queues the event for delivery by the executor, after those queued before. Where too many wait this waits a moment
     * for room and then drops the event.
     */
    void enqueue(CacheEvent<K, V> event) {
        if (room.enter(event)) {
            add(event);
        }
    }

    /** As {@link #enqueue}, but without the wait. */
    void enqueueAtOnce(CacheEvent<K, V> event) {
        if (room.enterAtOnce(event)) {
            add(event);
        }
    }

    private void add(CacheEvent<K, V> event) {
        waiting.add(event);
        if (waitingCount.getAndIncrement() == 0) {
            schedule();
        }
    }

    void close() {
        closed = true;
        Closing.runAll(() -> Closing.closeQuietly(listener), () -> Closing.closeQuietly(filter));
    }

    private void schedule() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            int dropped = waitingCount.getAndSet(0);
            CacheEvent<K, V> event = waiting.poll();
            while (event != null) {
                room.leave(event);
                event = waiting.poll();
            }
            if (!closed) {
                LOG.warn("the executor refused to deliver events: listener={}, dropped={}", listener, dropped, e);
            }
        }
    }

    private void drain() {
        do {
            CacheEvent<K, V> event = waiting.poll();
            if (event != null) {
                if (!closed) {
                    deliverLogged(event);
                }
                room.leave(event);
            }
        } while (waitingCount.decrementAndGet() > 0);
    }

    private void deliverLogged(CacheEvent<K, V> event) {
        try {
            deliver(event);
        } catch (Throwable e) { // Top of a task: the events behind this one must still be delivered.
            LOG.warn(
                    "a listener failed on an event that nobody waits for: listener={}, event={}",
                    listener,
                    event.getEventType(),
                    e);
        }
    }

    private CacheEntryEventFilter<? super K, ? super V> makeFilter(
            String cacheName, Factory<CacheEntryEventFilter<? super K, ? super V>> factory) {
        boolean complete = false;
        try {
            CacheEntryEventFilter<? super K, ? super V> made = made(cacheName, "filter", factory.create());
            complete = true;
            return made;
        } finally {
            if (!complete) {
                Closing.closeQuietly(listener);
            }
        }
    }

    private static <T> T made(String cacheName, String what, @Nullable T object) {
        if (object == null) {
            throw new CacheException(
                    "a listener's factories must not return null: cache=" + cacheName + ", made=" + what);
        }
        return object;
    }

    @SuppressWarnings("unchecked") // A listener of supertypes of K and V takes events of K and V.
    private void call(CacheEvent<K, V> event) {
        Iterable<CacheEntryEvent<? extends K, ? extends V>> events = List.of(event);
        switch (event.getEventType()) {
            case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(events);
            case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(events);
            case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(events);
            case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(events);
        }
    }
}
