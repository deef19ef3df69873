package io.slabcache.jcache.management;

import io.slabcache.jcache.internal.Counters;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.cache.management.CacheStatisticsMXBean;

/**
 * The statistics of one cache for JMX, counted from its last {@link #clear()} on. The cache's own counters go on.
 * Each average is over the operations that it names.
 */
public final class CacheStatisticsBean implements CacheStatisticsMXBean {
    private static final float NANOS_PER_MICRO = 1000;
    private static final float PERCENT = 100;

    private final Supplier<Counters.Snapshot> counters;
    private final LongSupplier evictions;
    private volatile Baseline baseline;

    /**
     * Creates a bean that counts from now on.
     *
     * @param counters the cache's counters
     * @param evictions how many entries the cache has evicted
     */
    public CacheStatisticsBean(Supplier<Counters.Snapshot> counters, LongSupplier evictions) {
        this.counters = counters;
        this.evictions = evictions;
        this.baseline = new Baseline(counters.get(), evictions.getAsLong());
    }

    @Override
    public void clear() {
        baseline = new Baseline(counters.get(), evictions.getAsLong());
    }

    @Override
    public long getCacheHits() {
        return counters.get().hits() - baseline.counts().hits();
    }

    @Override
    public float getCacheHitPercentage() {
        return percentage(getCacheHits(), getCacheMisses());
    }

    @Override
    public long getCacheMisses() {
        return counters.get().misses() - baseline.counts().misses();
    }

    @Override
    public float getCacheMissPercentage() {
        return percentage(getCacheMisses(), getCacheHits());
    }

    @Override
    public long getCacheGets() {
        return getCacheHits() + getCacheMisses();
    }

    @Override
    public long getCachePuts() {
        return counters.get().puts() - baseline.counts().puts();
    }

    @Override
    public long getCacheRemovals() {
        return counters.get().removals() - baseline.counts().removals();
    }

    @Override
    public long getCacheEvictions() {
        return evictions.getAsLong() - baseline.evictions();
    }

    @Override
    public float getAverageGetTime() {
        return average(counters.get().getNanos() - baseline.counts().getNanos(), getCacheGets());
    }

    @Override
    public float getAveragePutTime() {
        return average(counters.get().putNanos() - baseline.counts().putNanos(), getCachePuts());
    }

    @Override
    public float getAverageRemoveTime() {
        return average(counters.get().removeNanos() - baseline.counts().removeNanos(), getCacheRemovals());
    }

    private static float percentage(long part, long rest) {
        return part == 0 ? 0 : PERCENT * part / (part + rest);
    }

    private static float average(long nanos, long count) {
        return count == 0 ? 0 : nanos / NANOS_PER_MICRO / count;
    }

    private record Baseline(Counters.Snapshot counts, long evictions) {}
}
