package io.slabcache.store;

/**
 * The figures of one slab class.
 *
 * @param slabClassId the class's number, 0 for the smallest chunks
 * @param chunkSize the size of its chunks in bytes
 * @param pages how many pages it holds
 * @param items how many items live in it
 * @param freeChunks how many of its chunks are free
 * @param evicted how many items were pushed out of it
 * @param evictionAgeMillis how long the items last evicted from it had been queued, 0 if none was
 */
public record SlabClassStatistics(
        int slabClassId, int chunkSize, int pages, long items, long freeChunks, long evicted, long evictionAgeMillis) {}
