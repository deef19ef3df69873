package io.slabcache.jcache;

import java.util.List;

/**
 * What JSR-107's beans lack about a cache: where its memory goes and why entries leave. Registered while the cache's
 * management is enabled, as {@code io.slabcache:type=SlabCache,CacheManager=…,Cache=…} with the names that the beans of
 * {@code javax.cache} have. The counts run from the cache's creation, whether or not its statistics are enabled.
 */
public interface SlabCacheMXBean {
    /**
     * Returns the number of entries.
     *
     * @return live entries, expired ones that nobody has met yet included; -1 where they are on servers
     */
    long getEntries();

    /**
     * Returns the bound on all bytes.
     *
     * @return bytes; 0 where entries are on servers
     */
    long getCapacity();

    /**
     * Returns the bytes in use outside the heap.
     *
     * @return bytes, overhead included
     */
    long getUsedBytes();

    /**
     * Returns the bytes of keys and values as they are encoded.
     *
     * @return bytes
     */
    long getPayloadBytes();

    /**
     * Returns how many reads found their key.
     *
     * @return a count
     */
    long getHits();

    /**
     * Returns how many reads did not find their key.
     *
     * @return a count
     */
    long getMisses();

    /**
     * Returns how many entries were stored.
     *
     * @return a count
     */
    long getPuts();

    /**
     * Returns how many live entries were removed by request.
     *
     * @return a count
     */
    long getRemovals();

    /**
     * Returns how many entries were pushed out to make room.
     *
     * @return a count
     */
    long getEvictions();

    /**
     * Returns how many entries were removed because their time had passed.
     *
     * @return a count
     */
    long getExpirations();

    /**
     * Returns how many writes were refused for want of room.
     *
     * @return a count
     */
    long getRejections();

    /**
     * Returns how many reads found nothing because their server failed.
     *
     * @return a count; 0 unless the configuration says {@code on-failure = miss}
     */
    long getFailedReads();

    /**
     * Returns how many writes were dropped because their server failed.
     *
     * @return a count; 0 unless the configuration says {@code on-failure = miss}
     */
    long getDroppedWrites();

    /**
     * Returns the size classes that hold memory.
     *
     * @return the smallest first; empty where entries are on servers
     */
    List<SlabClass> getSlabClasses();

    /** A size class: all pages that are cut into chunks of one size. */
    interface SlabClass {
        /**
         * Returns the size of a chunk.
         *
         * @return bytes
         */
        int getChunkSize();

        /**
         * Returns how many pages the class holds.
         *
         * @return a number
         */
        int getPages();

        /**
         * Returns how many items live in it.
         *
         * @return a number
         */
        long getItems();

        /**
         * Returns how many of its chunks are free.
         *
         * @return a number
         */
        long getFreeChunks();

        /**
         * Returns how many items were pushed out of it.
         *
         * @return a count
         */
        long getEvictions();

        /**
         * Returns how long the items last pushed out had been there.
         *
         * @return milliseconds, 0 if none was
         */
        long getEvictionAgeMillis();
    }
}
