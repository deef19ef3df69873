package io.slabcache.store.testing;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.StoreClock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a test asks of the store that it is given.
 *
 * @param clock the time against which items expire
 * @param maxItemSize the limit of one item in bytes, or 0 for the store's own
 * @param hashedPrefixLength how many bytes of each key are hashed, or 0 for all
 * @param listener who is told of removals, or null
 * @param causes the causes it is told of
 */
public record StoreSpec(
        StoreClock clock,
        int maxItemSize,
        int hashedPrefixLength,
        @Nullable RemovalListener listener,
        Set<RemovalCause> causes) {
    /** Copies the set. */
    public StoreSpec {
        causes = Set.copyOf(causes);
    }

    /**
     * Asks for a store without listener that hashes whole keys and has its own item limit.
     *
     * @param clock the time against which items expire
     */
    public StoreSpec(StoreClock clock) {
        this(clock, 0, 0, null, Set.of());
    }

    /**
     * Asks for another item limit.
     *
     * @param limit bytes
     * @return a copy with that limit
     */
    public StoreSpec withMaxItemSize(int limit) {
        return new StoreSpec(clock, limit, hashedPrefixLength, listener, causes);
    }

    /**
     * Asks for a store that hashes a prefix of each key.
     *
     * @param length bytes
     * @return a copy with that length
     */
    public StoreSpec withHashedPrefixLength(int length) {
        return new StoreSpec(clock, maxItemSize, length, listener, causes);
    }

    /**
     * Asks for a store that tells of removals.
     *
     * @param removalListener who is told
     * @param removalCauses of what
     * @return a copy with that listener
     */
    public StoreSpec withListener(RemovalListener removalListener, RemovalCause... removalCauses) {
        return new StoreSpec(clock, maxItemSize, hashedPrefixLength, removalListener, Set.of(removalCauses));
    }
}
