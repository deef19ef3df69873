package io.slabcache.store.engine;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.StoreItem;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the removals that a thread made under locks, and tells the listener of them when the thread holds none.
 */
final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private static final class Removal {
        final byte[] key;
        final StoreItem item;
        final RemovalCause cause;

        Removal(byte[] key, StoreItem item, RemovalCause cause) {
            this.key = key;
            this.item = item;
            this.cause = cause;
        }
    }

    private final String storeName;
    private final @Nullable RemovalListener listener;
    private final boolean evicted;
    private final boolean expired;
    private final ThreadLocal<ArrayDeque<Removal>> pending = ThreadLocal.withInitial(ArrayDeque::new);

    Removals(String storeName, @Nullable RemovalListener listener, Set<RemovalCause> causes) {
        this.storeName = storeName;
        this.listener = listener;
        evicted = listener != null && causes.contains(RemovalCause.EVICTED);
        expired = listener != null && causes.contains(RemovalCause.EXPIRED);
    }

    /** Remembers an item that is about to be unlinked, if somebody wants to know. */
    void record(Items items, long item, RemovalCause cause) {
        boolean wanted = cause == RemovalCause.EVICTED ? evicted : expired;
        if (wanted && listener != null && listener.isInterestedIn(cause)) {
            pending.get().add(new Removal(items.key(item), items.snapshot(item), cause));
        }
    }

    /** Tells the listener what this thread has removed; called without any lock and outside of the gate. */
    void deliver() {
        if (listener == null || !(evicted || expired)) {
            return;
        }
        ArrayDeque<Removal> removals = pending.get();
        for (Removal removal = removals.poll(); removal != null; removal = removals.poll()) {
            try {
                listener.onRemoval(removal.key, removal.item, removal.cause);
            } catch (RuntimeException e) {
                LOG.warn("removal listener failed: store={}, cause={}", storeName, removal.cause, e);
            }
        }
    }
}
