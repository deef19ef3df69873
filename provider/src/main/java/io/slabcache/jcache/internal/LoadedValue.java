package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.Arrays;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded value on its way into the cache. It is stored unless there is something newer than what there was when it was
 * loaded, and the lease under which it was loaded ends whatever happens: everybody else would wait for it.
 */
final class LoadedValue<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedValue.class);

    private final CacheContext<K, V> cache;
    private final KeyOperation<K, V> operation;
    private final byte[] valueBytes;

    /**
     * Makes a value known.
     *
     * @param cache the cache
     * @param operation the operation on its key; if the key's lock must be held, the caller holds it
     * @param valueBytes the loaded value
     */
    LoadedValue(CacheContext<K, V> cache, KeyOperation<K, V> operation, byte[] valueBytes) {
        this.cache = cache;
        this.operation = operation;
        this.valueBytes = valueBytes;
    }

    /**
     * Stores the value over what there was before it was loaded, unless there is something else now, and sends the events.
     *
     * @param before the entry that there was, or null
     * @param lease the right to load it, or null if there was an entry
     */
    void store(@Nullable StoreItem before, @Nullable Lease lease) {
        if (lease != null && lease.isHeld()) {
            fillNew(lease);
            return;
        }
        boolean lost = false;
        while (true) {
            StoreItem current = operation.look();
            if (!isUnchanged(before, current, lost) || (current == null && operation.creation() == Expiry.AT_ONCE)) {
                return;
            }
            operation.requireFits(current, valueBytes);
            if (operation.tryStore(current, valueBytes)) {
                return;
            }
            lost = true;
        }
    }

    /** Makes one attempt to store the value, which may be refused; false if there is an entry now. */
    boolean tryFill() {
        try {
            return operation.creation() == Expiry.AT_ONCE || operation.tryStoreQuietly(valueBytes);
        } catch (BackingException e) {
            warnNotKept(e);
            return true;
        }
    }

    /**
     * Makes one attempt to store the value, which may be refused, and ends the lease.
     *
     * @return false if there is an entry now
     */
    boolean fill(Lease lease) {
        boolean filled = false;
        try {
            if (operation.creation() == Expiry.AT_ONCE) {
                return true;
            }
            // Whether the value of an unknown outcome was stored does not matter: it is a loaded one.
            Outcome outcome = cache.backing.fill(lease, valueBytes, operation.creation());
            filled = true;
            return outcome != Outcome.LOST;
        } catch (BackingException e) {
            warnNotKept(e);
            return true;
        } finally {
            if (!filled) {
                cache.backing.release(lease);
            }
        }
    }

    private void fillNew(Lease lease) {
        boolean filled = false;
        try {
            if (operation.creation() == Expiry.AT_ONCE) {
                return;
            }
            operation.requireFits(null, valueBytes);
            Outcome outcome = cache.backing.fill(lease, valueBytes, operation.creation());
            filled = true;
            if (outcome == Outcome.DONE) {
                operation.publish(EventType.CREATED, valueBytes, null);
            }
        } finally {
            if (!filled) {
                cache.backing.release(lease);
            }
        }
    }

    /**
     * Tells whether what is there now is no newer than what there was. Another token of the same value is a newer entry,
     * though not where an access may have given it the token. Once a step was lost, which is in the moment after the
     * entry was looked at, the value alone decides.
     */
    private boolean isUnchanged(@Nullable StoreItem before, @Nullable StoreItem current, boolean lost) {
        if (before == null || current == null) {
            return before == current;
        }
        return before.casToken() == current.casToken()
                || ((lost || !cache.readsAreBlind()) && Arrays.equals(before.value(), current.value()));
    }

    /** Whoever reads a value that the loader has gets it, kept or not. */
    private static void warnNotKept(BackingException e) {
        LOG.warn("a loaded value is returned and not kept", e);
    }
}
