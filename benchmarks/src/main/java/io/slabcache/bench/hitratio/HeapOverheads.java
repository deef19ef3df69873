package io.slabcache.bench.hitratio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;

/**
 * What an entry of a boxed key of 8 bytes and an array takes on the heap beside the bytes of both, measured by the used heap after
 * a collection.
 *
 * @param caffeine in bytes, bounded by weight
 * @param ehcache in bytes
 */
record HeapOverheads(double caffeine, double ehcache) {
    private static final int ENTRIES = 200_000;
    private static final int VALUE_LENGTH = 64;
    private static final int COLLECTIONS = 3;

    /** Measures both. */
    static HeapOverheads measure() {
        Cache<Long, byte[]> caffeine = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(Long.MAX_VALUE / 2)
                .weigher((Long key, byte[] value) -> value.length)
                .build();
        double caffeineOverhead = overhead(key -> caffeine.put(key, new byte[VALUE_LENGTH]));
        if (caffeine.estimatedSize() != ENTRIES) {
            throw new IllegalStateException("all must be kept: entries=" + caffeine.estimatedSize());
        }
        try (CacheManager manager = CacheManagerBuilder.newCacheManagerBuilder().build(true)) {
            org.ehcache.Cache<Long, byte[]> ehcache = manager.createCache(
                    "overhead",
                    CacheConfigurationBuilder.newCacheConfigurationBuilder(
                            Long.class, byte[].class, ResourcePoolsBuilder.heap(2L * ENTRIES)));
            return new HeapOverheads(caffeineOverhead, overhead(key -> ehcache.put(key, new byte[VALUE_LENGTH])));
        }
    }

    private static double overhead(LongConsumer put) {
        long before = usedHeap();
        for (long key = 0; key < ENTRIES; key++) {
            put.accept(HitRatioRun.spread(key));
        }
        return (double) (usedHeap() - before) / ENTRIES - TracedCache.KEY_LENGTH - VALUE_LENGTH;
    }

    private static long usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
