package io.slabcache.jcache.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * A listener that a cache has from its creation.
 *
 * @param className a {@link javax.cache.event.CacheEntryListener} or a factory of one
 * @param filter a {@link javax.cache.event.CacheEntryEventFilter} or a factory of one; null for none
 * @param synchronous whether the operation waits for the listener
 * @param oldValue whether the listener is told the old value
 */
public record ListenerSettings(String className, @Nullable String filter, boolean synchronous, boolean oldValue) {
    /** Whether the operation waits for the listener, where nothing is set. */
    public static final boolean DEFAULT_SYNCHRONOUS = false;

    /** Whether the listener is told the old value, where nothing is set. */
    public static final boolean DEFAULT_OLD_VALUE = false;
}
