package io.slabcache.jcache.internal;

import io.slabcache.store.SlabClassStatistics;
import java.util.List;

/**
 * What a {@link Backing} holds and has pushed out.
 *
 * @param entries live entries, expired ones that nobody has met yet included
 * @param capacity the bound on all bytes
 * @param usedBytes bytes in use, overhead included
 * @param payloadBytes the keys and values
 * @param evictions entries pushed out to make room
 * @param expirations entries removed because their time had passed
 * @param rejections writes refused for want of room
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
        List<SlabClassStatistics> slabClasses) {}
