package io.slabcache.jcache;

import io.slabcache.store.SlabClassStatistics;
import java.util.List;

/**
 * A cache's counters since it was created, and its present sizes.
 *
 * @param hits reads that found their key
 * @param misses reads that did not
 * @param puts entries stored
 * @param removals live entries removed by request
 * @param evictions entries pushed out to make room
 * @param expirations entries removed because their time had passed
 * @param rejections writes refused for want of room
 * @param failedReads reads that found nothing because their server failed, where that is not an error
 * @param droppedWrites writes that were dropped because their server failed, where that is not an error
 * @param entries live entries, expired ones that nobody has met yet included; -1 where they are on servers, which do not
 *     count them
 * @param capacity the bound on all bytes
 * @param usedBytes bytes in use, overhead included
 * @param payloadBytes the encoded keys and values
 * @param slabClasses the size classes that hold memory, the smallest first; empty where entries are not kept in slabs
 */
public record SlabCacheStatistics(
        long hits,
        long misses,
        long puts,
        long removals,
        long evictions,
        long expirations,
        long rejections,
        long failedReads,
        long droppedWrites,
        long entries,
        long capacity,
        long usedBytes,
        long payloadBytes,
        List<SlabClassStatistics> slabClasses) {
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
