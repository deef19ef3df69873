package io.slabcache.jcache.internal;

import io.slabcache.store.SlabClassStatistics;
import java.util.List;

/**
 * What a {@link Backing} holds and has pushed out.
 *
 * @param entries live entries, expired ones that nobody has met yet included, or {@link #UNKNOWN}
 * @param capacity the bound on all bytes
 * @param usedBytes bytes in use, overhead included
 * @param payloadBytes the keys and values
 * @param evictions entries pushed out to make room
 * @param expirations entries removed because their time had passed
 * @param rejections writes refused for want of room
 * @param failedReads reads that found nothing because their server failed, where that is not an error
 * @param droppedWrites writes that were dropped because their server failed, where that is not an error
 * @param slabClasses the size classes that hold memory, empty where entries are not kept in slabs; immutable
 */
public record BackingStatistics(
        long entries,
        long capacity,
        long usedBytes,
        long payloadBytes,
        long evictions,
        long expirations,
        long rejections,
        long failedReads,
        long droppedWrites,
        List<SlabClassStatistics> slabClasses) {
    /** The number of entries where nobody counts them. */
    public static final long UNKNOWN = -1;

    /**
     * Returns the statistics of a backing whose entries are elsewhere.
     *
     * @param expirations entries removed because their time had passed
     * @param failedReads reads that found nothing because their server failed
     * @param droppedWrites writes that were dropped because their server failed
     * @return a snapshot
     */
    public static BackingStatistics remote(long expirations, long failedReads, long droppedWrites) {
        return new BackingStatistics(UNKNOWN, 0, 0, 0, 0, expirations, 0, failedReads, droppedWrites, List.of());
    }
}
