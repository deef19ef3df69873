package io.slabcache.jcache.event;

import io.slabcache.jcache.internal.Closing;
import io.slabcache.jcache.internal.EventCodec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one cache; the one place from which events go out.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class EventDispatcher<K, V> {
    private final Cache<K, V> source;
    private final EventCodec<K, V> codec;
    private final Executor executor;
    private final List<Registration<K, V>> registrations = new CopyOnWriteArrayList<>();
    private volatile boolean active;
    private volatile boolean expiryWanted;

    /**
     * Creates a dispatcher without listeners.
     *
     * @param source the cache that events name
     * @param codec reads keys and values
     * @param executor runs asynchronous listeners
     */
    public EventDispatcher(Cache<K, V> source, EventCodec<K, V> codec, Executor executor) {
        this.source = source;
        this.codec = codec;
        this.executor = executor;
    }

    /**
     * Tells whether there is any listener.
     *
     * @return whether events go anywhere
     */
    public boolean isActive() {
        return active;
    }

    /**
     * Tells whether any listener wants to know of expired entries.
     *
     * @return whether {@link EventType#EXPIRED} goes anywhere
     */
    public boolean isExpiryWanted() {
        return expiryWanted;
    }

    /**
     * Adds a listener.
     *
     * @param configuration makes it
     */
    public void register(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.add(new Registration<>(source.getName(), configuration, executor));
        refresh();
    }

    /**
     * Removes and closes the listener of an equal configuration, if there is one.
     *
     * @param configuration what it was registered with, or an equal one
     */
    public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.stream()
                .filter(registration -> registration.configuration().equals(configuration))
                .findFirst()
                .filter(registrations::remove)
                .ifPresent(registration -> {
                    refresh();
                    registration.close();
                });
    }

    /** Removes and closes all listeners. */
    public void close() {
        List<Registration<K, V>> closing = List.copyOf(registrations);
        registrations.removeAll(closing);
        refresh();
        Closing.runAll(closing.stream()
                .map(registration -> (Runnable) registration::close)
                .toArray(Runnable[]::new));
    }

    /**
     * Sends an event: synchronous listeners are called before this returns.
     *
     * @param type what happened
     * @param key the key's bytes
     * @param value the new value, null for removals and expiry
     * @param oldValue the value before, or null if there was none
     * @return the first failure of a synchronous listener with the others suppressed in it, or null
     */
    public @Nullable CacheEntryListenerException dispatch(
            EventType type, byte[] key, byte @Nullable [] value, byte @Nullable [] oldValue) {
        CacheEntryListenerException failure = null;
        for (Registration<K, V> registration : registrations) {
            if (registration.wants(type)) {
                CacheEvent<K, V> event = event(registration, type, key, value, oldValue);
                if (registration.isSynchronous()) {
                    failure = deliver(registration, event, failure);
                } else {
                    registration.enqueue(event);
                }
            }
        }
        return failure;
    }

    /**
     * Sends an event without a wait and without a call of a listener on this thread: the executor calls synchronous
     * listeners too.
     *
     * @param type what happened
     * @param key the key's bytes
     * @param value the new value, null for removals and expiry
     * @param oldValue the value before, or null if there was none
     */
    public void dispatchLater(EventType type, byte[] key, byte @Nullable [] value, byte @Nullable [] oldValue) {
        for (Registration<K, V> registration : registrations) {
            if (registration.wants(type)) {
                registration.enqueueAtOnce(event(registration, type, key, value, oldValue));
            }
        }
    }

    private CacheEvent<K, V> event(
            Registration<K, V> registration,
            EventType type,
            byte[] key,
            byte @Nullable [] value,
            byte @Nullable [] oldValue) {
        byte[] shownOldValue = registration.isOldValueRequired() ? oldValue : null;
        boolean gone = type == EventType.REMOVED || type == EventType.EXPIRED;
        return new CacheEvent<>(source, type, codec, key, gone ? shownOldValue : value, shownOldValue);
    }

    private @Nullable CacheEntryListenerException deliver(
            Registration<K, V> registration, CacheEvent<K, V> event, @Nullable CacheEntryListenerException earlier) {
        try {
            registration.deliver(event);
            return earlier;
        } catch (CacheEntryListenerException e) {
            if (earlier == null) {
                return e;
            }
            if (earlier != e) {
                earlier.addSuppressed(e);
            }
            return earlier;
        }
    }

    private void refresh() {
        active = !registrations.isEmpty();
        expiryWanted = registrations.stream().anyMatch(registration -> registration.wants(EventType.EXPIRED));
    }
}
