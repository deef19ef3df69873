package io.slabcache.store;

import java.util.List;

/**
 * A store's counters since it was opened, and its present sizes.
 *
 * @param items live items, expired ones that nobody has met yet included
 * @param capacity the bound on all bytes of the store: items, index, queues and ghosts
 * @param pageSize the size of a page in bytes
 * @param pages how many pages the capacity has
 * @param freePages pages that belong to nobody yet
 * @param indexPages pages used by the index and the ghosts
 * @param queuePages pages used by the eviction queues
 * @param usedBytes the chunks of live items and everything else that is not free, in bytes
 * @param payloadBytes the keys and values of live items, in bytes
 * @param hits reads that found their key
 * @param misses reads that did not
 * @param writes items stored
 * @param deletes items deleted by request
 * @param evicted items pushed out to make room
 * @param expired items removed because their time had passed
 * @param cleared items removed by {@link SlabStore#clear}
 * @param rejected writes that ended in {@link StoreOutcome#OUT_OF_MEMORY}
 * @param ghostHits items admitted to the main queue at once because they had been evicted shortly before
 * @param pagesMoved pages moved between slab classes
 * @param expiryLagMillis how far the sweep is behind: the age of the oldest page bound that has passed, 0 if none
 * @param slabClasses the classes that hold a page
 */
public record StoreStatistics(
        long items,
        long capacity,
        int pageSize,
        int pages,
        int freePages,
        int indexPages,
        int queuePages,
        long usedBytes,
        long payloadBytes,
        long hits,
        long misses,
        long writes,
        long deletes,
        long evicted,
        long expired,
        long cleared,
        long rejected,
        long ghostHits,
        long pagesMoved,
        long expiryLagMillis,
        List<SlabClassStatistics> slabClasses) {
    /**
     * Copies the list.
     *
     * @param items live items, expired ones that nobody has met yet included
     * @param capacity the bound on all bytes of the store: items, index, queues and ghosts
     * @param pageSize the size of a page in bytes
     * @param pages how many pages the capacity has
     * @param freePages pages that belong to nobody yet
     * @param indexPages pages used by the index and the ghosts
     * @param queuePages pages used by the eviction queues
     * @param usedBytes the chunks of live items and everything else that is not free, in bytes
     * @param payloadBytes the keys and values of live items, in bytes
     * @param hits reads that found their key
     * @param misses reads that did not
     * @param writes items stored
     * @param deletes items deleted by request
     * @param evicted items pushed out to make room
     * @param expired items removed because their time had passed
     * @param cleared items removed by {@link SlabStore#clear}
     * @param rejected writes that ended in {@link StoreOutcome#OUT_OF_MEMORY}
     * @param ghostHits items admitted to the main queue at once because they had been evicted shortly before
     * @param pagesMoved pages moved between slab classes
     * @param expiryLagMillis how far the sweep is behind: the age of the oldest page bound that has passed, 0 if none
     * @param slabClasses the classes that hold a page
     */
    public StoreStatistics {
        slabClasses = List.copyOf(slabClasses);
    }

    /**
     * Returns the share of reads that found their key.
     *
     * @return between 0 and 1; 0 if there was no read
     */
    public double hitRatio() {
        long reads = hits + misses;
        return reads == 0 ? 0 : (double) hits / reads;
    }
}
