package io.slabcache.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SlabStoreBuilder} collected, for the engine; use the builder.
 *
 * @param name names the store in messages
 * @param capacity bytes
 * @param maxItemSize bytes, 0 for the default
 * @param itemOverhead bytes that count for an item beside key and value, 0 for the store's own
 * @param clientFlagsOverhead bytes that count for an item with client flags besides
 * @param hashedPrefixLength bytes, 0 to hash whole keys
 * @param evicts whether items are evicted when the capacity is used up
 * @param clock the time against which items expire
 * @param maintenance the shared maintenance thread, or null for one of the store's own
 * @param removalListener who is told of removals, or null
 * @param removalCauses the causes that are told
 */
public record StoreSettings(
        String name,
        long capacity,
        int maxItemSize,
        int itemOverhead,
        int clientFlagsOverhead,
        int hashedPrefixLength,
        boolean evicts,
        StoreClock clock,
        @Nullable Maintenance maintenance,
        @Nullable RemovalListener removalListener,
        Set<RemovalCause> removalCauses) {
    /**
     * Copies the set.
     *
     * @param name names the store in messages
     * @param capacity bytes
     * @param maxItemSize bytes, 0 for the default
     * @param itemOverhead bytes that count for an item beside key and value, 0 for the store's own
     * @param clientFlagsOverhead bytes that count for an item with client flags besides
     * @param hashedPrefixLength bytes, 0 to hash whole keys
     * @param evicts whether items are evicted when the capacity is used up
     * @param clock the time against which items expire
     * @param maintenance the shared maintenance thread, or null for one of the store's own
     * @param removalListener who is told of removals, or null
     * @param removalCauses the causes that are told
     */
    public StoreSettings {
        removalCauses = Set.copyOf(removalCauses);
    }
}
