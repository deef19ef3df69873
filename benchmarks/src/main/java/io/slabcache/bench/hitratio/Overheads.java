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
 * What an entry takes beside the bytes of its key, of 8 bytes, and its value. For those on the heap, where the key is boxed and the
 * value an array, it is measured by the used heap after a collection.
 *
 * @param caffeine in bytes, bounded by weight
 * @param ehcache in bytes
 * @param ohc in bytes, as OHC counts it itself
 */
record Overheads(double caffeine, double ehcache, double ohc) {
    private static final int ENTRIES = 200_000;
    private static final int VALUE_LENGTH = 64;
    private static final int COLLECTIONS = 3;

    /** Measures all. */
    static Overheads measure() {
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
            return new Overheads(
                    caffeineOverhead,
                    overhead(key -> ehcache.put(key, new byte[VALUE_LENGTH])),
                    OhcTracedCache.overhead());
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
