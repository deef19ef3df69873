package io.slabcache.store;

import io.slabcache.store.engine.SlabEngine;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a store. Not safe for use by several threads at once. */
public final class SlabStoreBuilder {
    /** The default capacity in bytes: 64 MiB. */
    public static final long DEFAULT_CAPACITY = 64L << 20;

    /** The smallest capacity in bytes: 1 MiB. */
    public static final long MIN_CAPACITY = 1L << 20;

    /** The largest capacity in bytes: 128 GiB. */
    public static final long MAX_CAPACITY = 128L << 30;

    /** The least overhead that an item can be counted with: what the store itself keeps beside key, value and client flags at most. */
    public static final int MIN_ITEM_OVERHEAD = 28;

    private String name = "store";
    private long capacity = DEFAULT_CAPACITY;
    private int maxItemSize;
    private int itemOverhead;
    private int clientFlagsOverhead;
    private int hashedPrefixLength;
    private boolean evicts = true;
    private StoreClock clock = StoreClock.system();
    private @Nullable Maintenance maintenance;
    private @Nullable RemovalListener removalListener;
    private Set<RemovalCause> removalCauses = EnumSet.noneOf(RemovalCause.class);

    SlabStoreBuilder() {}

    /**
     * Names the store in messages, log lines and thread names.
     *
     * @param name the name
     * @return this builder
     */
    public SlabStoreBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * Bounds all the bytes of the store: items, index, eviction queues and ghosts. The memory is reserved at once and
     * taken from the machine as it is used.
     *
     * @param capacity bytes, {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY} and no more than the machine or its
     *     container has; checked by {@link #build}
     * @return this builder
     */
    public SlabStoreBuilder capacity(long capacity) {
        this.capacity = capacity;
        return this;
    }

    /**
     * Bounds one item: key, value and header.
     *
     * @param maxItemSize bytes; 0 for the default, an eighth of the capacity and at most 1 GiB; checked by
     *     {@link #build}
     * @return this builder
     */
    public SlabStoreBuilder maxItemSize(int maxItemSize) {
        this.maxItemSize = maxItemSize;
        return this;
    }

    /**
     * Counts items against {@link #maxItemSize} with another overhead than the store's own, for servers whose clients know another.
     *
     * @param plain bytes beside key and value, at least {@link #MIN_ITEM_OVERHEAD}
     * @param clientFlags bytes more for an item with client flags, not negative
     * @return this builder
     * @throws IllegalArgumentException if either is less than that
     */
    public SlabStoreBuilder itemOverhead(int plain, int clientFlags) {
        if (plain < MIN_ITEM_OVERHEAD || clientFlags < 0) {
            throw new IllegalArgumentException("the overhead of an item must be at least the store's own: plain="
                    + plain + ", least=" + MIN_ITEM_OVERHEAD + ", clientFlags=" + clientFlags + ", least=0");
        }
        this.itemOverhead = plain;
        this.clientFlagsOverhead = clientFlags;
        return this;
    }

    /**
     * Makes the store hash only the first bytes of each key, so that {@link SlabStore#keysWithPrefix} can find all keys
     * that share them. Every key must then be at least that long. Keys that share a prefix are searched one after
     * another, so thousands of them are slow.
     *
     * @param length bytes; 0, the default, hashes whole keys
     * @return this builder
     */
    public SlabStoreBuilder hashedPrefixLength(int length) {
        this.hashedPrefixLength = length;
        return this;
    }

    /**
     * Sets what happens when the capacity is used up: items that were not used lately are evicted, or what needs room fails with
     * {@link StoreOutcome#OUT_OF_MEMORY} until items expire or are deleted.
     *
     * @param evicts whether items are evicted, which is the default
     * @return this builder
     */
    public SlabStoreBuilder evicts(boolean evicts) {
        this.evicts = evicts;
        return this;
    }

    /**
     * Sets the time against which items expire.
     *
     * @param clock the clock; the default is {@link StoreClock#system()}
     * @return this builder
     */
    public SlabStoreBuilder clock(StoreClock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Shares a maintenance thread with other stores. Without it the store starts its own and ends it with itself.
     *
     * @param maintenance the thread, which must outlive the store
     * @return this builder
     */
    public SlabStoreBuilder maintenance(Maintenance maintenance) {
        this.maintenance = maintenance;
        return this;
    }

    /**
     * Sets who is told of the items that the store removes on its own account.
     *
     * @param listener the listener
     * @param causes the causes it is told of; items removed for others are not copied out
     * @return this builder
     */
    public SlabStoreBuilder removalListener(RemovalListener listener, RemovalCause... causes) {
        this.removalListener = listener;
        this.removalCauses = EnumSet.noneOf(RemovalCause.class);
        this.removalCauses.addAll(Arrays.asList(causes));
        return this;
    }

    /**
     * Opens the store.
     *
     * @return a new, empty store
     * @throws CapacityException if the capacity is out of bounds or more than the machine or its container can give
     * @throws IllegalArgumentException if the item limit does not fit the capacity, or the prefix length is negative
     */
    public SlabStore build() {
        return SlabEngine.open(new StoreSettings(
                name,
                capacity,
                maxItemSize,
                itemOverhead,
                clientFlagsOverhead,
                hashedPrefixLength,
                evicts,
                clock,
                maintenance,
                removalListener,
                removalCauses));
    }
}
