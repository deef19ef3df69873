package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.Objects;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** What an entry processor sees, and the net effect of what it does to it. Used by one thread. */
final class ProcessorEntry<K, V> implements MutableEntry<K, V> {
    private final CacheContext<K, V> cache;
    private final Loading<K, V> loading;
    private final K key;
    private final KeyOperation<K, V> operation;
    private @Nullable StoreItem current;
    private @Nullable V value;
    private Effect effect = Effect.NONE;

    /** Kept over runs of the processor, so that the loader is asked once, unless its lease is taken away. */
    private byte @Nullable [] loadedBytes;

    private boolean loaderAsked;

    /** Whether what this run of the processor saw is no longer to be trusted, though there is no other entry. */
    private boolean outdated;

    /** The right under which the loader was asked, until it is used or ended. */
    private @Nullable Lease lease;

    /** Whether the last thing that was done was a removal, which leaves nothing to load. */
    private boolean removed;

    /** Whether the source has a value as far as this run of the processor knows. */
    private boolean loaded;

    ProcessorEntry(CacheContext<K, V> cache, Loading<K, V> loading, KeyOperation<K, V> operation) {
        this.cache = cache;
        this.loading = loading;
        this.key = operation.key();
        this.operation = operation;
    }

    /** Forgets what was done and shows another state of the entry. */
    void reset(@Nullable StoreItem item) {
        current = item;
        value = null;
        effect = Effect.NONE;
        removed = false;
        loaded = false;
        Lease unused = lease;
        if (item != null && unused != null && unused.isHeld()) {
            // The entry has taken the lease's place.
            takeLease();
            forgetLoaded();
        }
        outdated = false;
    }

    /** Forgets what was loaded, since what took the lease away may be newer. */
    void forgetLoaded() {
        loadedBytes = null;
        loaderAsked = false;
        outdated = true;
    }

    /** Tells whether the processor must run again though there is no other entry. */
    boolean isOutdated() {
        return outdated;
    }

    /** Returns the state of the entry that the processor saw. */
    @Nullable
    StoreItem seen() {
        return current;
    }

    /** Returns the right to load to whoever uses it up or ends it; null if there is none any more. */
    @Nullable
    Lease takeLease() {
        Lease taken = lease;
        lease = null;
        return taken;
    }

    Effect effect() {
        return effect;
    }

    /** Returns the value that was set. */
    V value() {
        return Objects.requireNonNull(value, "no value was set");
    }

    /** Returns the bytes to store, null if there are none. */
    byte @Nullable [] encodedValue() {
        return switch (effect) {
            case SET -> cache.encodeValue(value());
            case LOAD -> loadedBytes;
            case NONE, ACCESS, REMOVE -> null;
        };
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public boolean exists() {
        return switch (effect) {
            case SET, LOAD -> true;
            case REMOVE -> false;
            case NONE, ACCESS -> current != null;
        };
    }

    @Override
    public @Nullable V getValue() {
        if (effect != Effect.NONE || removed) {
            return value;
        }
        if (current == null && loading.isReadThrough()) {
            load();
        }
        StoreItem item = current;
        if (item != null) {
            value = cache.decodeValue(item.value());
            effect = Effect.ACCESS;
        }
        return value;
    }

    @Override
    public void setValue(V newValue) {
        value = Objects.requireNonNull(newValue, "the value must not be null");
        effect = Effect.SET;
        removed = false;
    }

    @Override
    public void remove() {
        boolean neverStored =
                current == null && !loaded && (effect == Effect.SET || (removed && effect == Effect.NONE));
        effect = neverStored ? Effect.NONE : Effect.REMOVE;
        value = null;
        removed = true;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.unwrap(this, type);
    }

    private void load() {
        while (!loaderAsked && lease == null) {
            lease = cache.backing.acquireLease(operation.keyBytes());
            current = lease == null ? operation.look() : null;
            if (current != null) {
                return;
            }
        }
        if (!loaderAsked) {
            V brought = loading.loadValue(key);
            loadedBytes = brought == null ? null : cache.encodeValue(brought);
            loaderAsked = true;
        }
        byte[] bytes = loadedBytes;
        if (bytes != null) {
            value = cache.decodeValue(bytes);
            effect = Effect.LOAD;
            loaded = true;
        }
    }

    /** What a processor did, taken together. */
    enum Effect {
        /** Nothing that matters. */
        NONE,
        /** It read the value. */
        ACCESS,
        /** It read a value that the loader brought. */
        LOAD,
        /** It set the value. */
        SET,
        /** It removed the entry. */
        REMOVE
    }
}
