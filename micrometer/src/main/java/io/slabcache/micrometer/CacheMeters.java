package io.slabcache.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.store.SlabClassStatistics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The meters of one cache in one registry. Safe for use by several threads. */
final class CacheMeters {
    private static final String BYTES = "bytes";
    private static final String NO_UNIT = "";
    private static final String CAUSE = "cause";
    private static final String RESULT = "result";
    private static final String OPERATION = "operation";

    private final SlabCache<?, ?> cache;
    private final MeterSelection selection;
    private final MeterGroup<SlabCacheStatistics> group;

    /** The chunk sizes of the slab classes that have meters. */
    private final Set<Integer> classes = ConcurrentHashMap.newKeySet();

    /**
     * Registers the meters.
     *
     * @throws IllegalStateException if the cache is closed
     */
    CacheMeters(SlabCache<?, ?> cache, MeterRegistry registry, MeterSelection selection) {
        this.cache = cache;
        this.selection = selection;
        Sampled<SlabCacheStatistics> figures =
                new Sampled<>(cache::statistics, registry.config().clock(), this::addClasses);
        // The name twice: all meters of one name must have the same keys, and Spring Boot's have both.
        this.group = new MeterGroup<>(
                registry, figures, selection.tags().and("cache", cache.getName(), "name", cache.getName()));
        SlabCacheStatistics first = figures.get();
        if (first.entries() >= 0) {
            addMemory();
            addClasses(first);
        } else {
            addFailures();
        }
        addRemovals();
        if (selection.standard()) {
            addStandard();
        }
    }

    boolean isOf(SlabCache<?, ?> other) {
        return cache == other;
    }

    void remove() {
        group.remove();
    }

    private void addMemory() {
        group.gauge(
                "cache.size",
                NO_UNIT,
                "Entries, expired ones that nobody has met yet included",
                Tags.empty(),
                SlabCacheStatistics::entries);
        group.gauge(
                "cache.offheap.used",
                BYTES,
                "Memory in use outside the heap, overhead included",
                Tags.empty(),
                SlabCacheStatistics::usedBytes);
        group.gauge(
                "cache.offheap.payload",
                BYTES,
                "Keys and values in it, as they are encoded",
                Tags.empty(),
                SlabCacheStatistics::payloadBytes);
        group.gauge(
                "cache.offheap.max",
                BYTES,
                "The bound on memory outside the heap: the cache's capacity",
                Tags.empty(),
                SlabCacheStatistics::capacity);
        group.gauge(
                "cache.slab.classes",
                NO_UNIT,
                "Size classes that hold memory",
                Tags.empty(),
                figures -> figures.slabClasses().size());
        group.counter(
                "cache.puts.rejected",
                NO_UNIT,
                "Writes refused for want of room",
                Tags.empty(),
                SlabCacheStatistics::rejections);
    }

    private void addRemovals() {
        String name = "cache.entries.removed";
        String description = "Entries that left: evicted for room, expired, or removed by request";
        group.counter(name, NO_UNIT, description, Tags.of(CAUSE, "evicted"), SlabCacheStatistics::evictions);
        group.counter(name, NO_UNIT, description, Tags.of(CAUSE, "expired"), SlabCacheStatistics::expirations);
        group.counter(name, NO_UNIT, description, Tags.of(CAUSE, "requested"), SlabCacheStatistics::removals);
    }

    private void addFailures() {
        String name = "cache.failures";
        String description = "Reads that missed and writes that were dropped because their server failed";
        group.counter(name, NO_UNIT, description, Tags.of(OPERATION, "read"), SlabCacheStatistics::failedReads);
        group.counter(name, NO_UNIT, description, Tags.of(OPERATION, "write"), SlabCacheStatistics::droppedWrites);
    }

    private void addStandard() {
        String gets = "Reads that found their key (hit) or did not (miss)";
        group.counter("cache.gets", NO_UNIT, gets, Tags.of(RESULT, "hit"), SlabCacheStatistics::hits);
        group.counter("cache.gets", NO_UNIT, gets, Tags.of(RESULT, "miss"), SlabCacheStatistics::misses);
        group.counter("cache.puts", NO_UNIT, "Entries stored", Tags.empty(), SlabCacheStatistics::puts);
        group.counter(
                "cache.removals", NO_UNIT, "Entries removed by request", Tags.empty(), SlabCacheStatistics::removals);
        group.counter(
                "cache.evictions", NO_UNIT, "Entries evicted for room", Tags.empty(), SlabCacheStatistics::evictions);
    }

    /** Registers meters for slab classes that hold memory for the first time. */
    private void addClasses(SlabCacheStatistics figures) {
        if (selection.slabClasses()) {
            for (SlabClassStatistics slabClass : figures.slabClasses()) {
                if (classes.add(slabClass.chunkSize())) {
                    addClass(slabClass.chunkSize());
                }
            }
        }
    }

    private void addClass(int chunkSize) {
        Tags tags = Tags.of("chunk.size", Integer.toString(chunkSize));
        group.gauge(
                "cache.slab.pages",
                NO_UNIT,
                "Pages that a slab class holds",
                tags,
                ofClass(chunkSize, SlabClassStatistics::pages));
        group.gauge(
                "cache.slab.items",
                NO_UNIT,
                "Items that live in a slab class",
                tags,
                ofClass(chunkSize, SlabClassStatistics::items));
        group.gauge(
                "cache.slab.chunks.free",
                NO_UNIT,
                "Free chunks of a slab class",
                tags,
                ofClass(chunkSize, SlabClassStatistics::freeChunks));
        group.counter(
                "cache.slab.evictions",
                NO_UNIT,
                "Items pushed out of a slab class",
                tags,
                ofClass(chunkSize, SlabClassStatistics::evicted));
        group.timeGauge(
                "cache.slab.eviction.age",
                "How long the items last pushed out of a slab class had been there",
                tags,
                ofClass(chunkSize, SlabClassStatistics::evictionAgeMillis));
    }

    /** Returns a figure of the class with the chunk size, 0 while it holds no memory. */
    private static ToDoubleFunction<SlabCacheStatistics> ofClass(
            int chunkSize, ToDoubleFunction<SlabClassStatistics> figure) {
        return statistics -> {
            for (SlabClassStatistics slabClass : statistics.slabClasses()) {
                if (slabClass.chunkSize() == chunkSize) {
                    return figure.applyAsDouble(slabClass);
                }
            }
            return 0;
        };
    }
}
