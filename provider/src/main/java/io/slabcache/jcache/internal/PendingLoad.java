package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import org.jspecify.annotations.Nullable;

/** An entry that is about to be loaded with others. Used by one thread. */
final class PendingLoad<K, V> {
    private final K key;
    private final KeyOperation<K, V> operation;
    private final @Nullable StoreItem before;
    private @Nullable Lease lease;

    /**
     * Creates the load of one entry.
     *
     * @param key the key
     * @param operation the operation on it
     * @param before the entry that there is, or null
     * @param lease the right to load it if there is none
     */
    PendingLoad(K key, KeyOperation<K, V> operation, @Nullable StoreItem before, @Nullable Lease lease) {
        this.key = key;
        this.operation = operation;
        this.before = before;
        this.lease = lease;
    }

    K key() {
        return key;
    }

    KeyOperation<K, V> operation() {
        return operation;
    }

    @Nullable
    StoreItem before() {
        return before;
    }

    /** Returns the lease to whoever ends it; null if there is none, or it was taken already. */
    @Nullable
    Lease takeLease() {
        Lease taken = lease;
        lease = null;
        return taken;
    }

    /** Ends the lease unless it was taken. */
    void release(Backing backing) {
        Lease unused = takeLease();
        if (unused != null) {
            backing.release(unused);
        }
    }
}
