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

    /** Set only from a removal to its delivery, so that nothing of ours stays with a thread of a pool. */
    private static final ThreadLocal<@Nullable Pending> PENDING = new ThreadLocal<>();

    private static final class Removal {
        final Removals teller;
        final byte[] key;
        final StoreItem item;
        final RemovalCause cause;

        Removal(Removals teller, byte[] key, StoreItem item, RemovalCause cause) {
            this.teller = teller;
            this.key = key;
            this.item = item;
            this.cause = cause;
        }
    }

    /** What one thread has still to tell. */
    private static final class Pending {
        final ArrayDeque<Removal> removals = new ArrayDeque<>();
        boolean isDelivering;
    }

    private final String storeName;
    private final @Nullable RemovalListener listener;
    private final boolean evicted;
    private final boolean expired;
    private final boolean withValues;

    Removals(String storeName, @Nullable RemovalListener listener, Set<RemovalCause> causes) {
        this.storeName = storeName;
        this.listener = listener;
        evicted = listener != null && causes.contains(RemovalCause.EVICTED);
        expired = listener != null && causes.contains(RemovalCause.EXPIRED);
        withValues = listener != null && listener.wantsValues();
    }

    /** Remembers an item that is about to be unlinked from its entry, if somebody wants to know. */
    void record(Items items, long item, long entry, RemovalCause cause) {
        boolean wanted = cause == RemovalCause.EVICTED ? evicted : expired;
        if (!wanted || listener == null) {
            return;
        }
        try {
            if (listener.isInterestedIn(cause)) {
                Pending own = PENDING.get();
                if (own == null) {
                    own = new Pending();
                    PENDING.set(own);
                }
                StoreItem removed = withValues ? items.snapshot(item, entry) : items.head(item, entry);
                own.removals.add(new Removal(this, items.key(item), removed, cause));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // the removal itself must go on: the caller is in the middle of it
            LOG.warn("removal could not be remembered for the listener: store={}, cause={}", storeName, cause, e);
        }
    }

    /**
     * Tells the listener what this thread has removed; called without any lock and outside of the gate. What a listener
     * removes in its turn, from this store or another, is told by the call that called it.
     */
    void deliver() {
        if (listener == null || !(evicted || expired)) {
            return;
        }
        Pending own = PENDING.get();
        if (own == null || own.isDelivering) {
            return;
        }
        own.isDelivering = true;
        try {
            for (Removal removal = own.removals.poll(); removal != null; removal = own.removals.poll()) {
                removal.teller.tell(removal);
            }
        } finally {
            PENDING.remove();
        }
    }

    private void tell(Removal removal) {
        try {
            if (listener != null) {
                listener.onRemoval(removal.key, removal.item, removal.cause);
            }
        } catch (RuntimeException e) {
            LOG.warn("removal listener failed: store={}, cause={}", storeName, removal.cause, e);
        }
    }
}
