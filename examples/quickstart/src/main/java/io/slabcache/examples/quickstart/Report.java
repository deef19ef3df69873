package io.slabcache.examples.quickstart;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.management.CacheStatisticsMXBean;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Prints what came of it, in figures. */
final class Report {
    private static final double MIB = 1024 * 1024;
    private static final double NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    private final Terminal terminal;

    Report(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Cache<String, String> cache, Reading reading, @Nullable String servers) {
        terminal.heading("Report");
        printStatistics(Statistics.of(cache), servers != null);
        printLatencies(reading.latencies());
        if (servers == null) {
            printMemory(cache.unwrap(SlabCache.class).statistics());
        } else {
            terminal.line("servers", servers);
        }
        printHeap();
    }

    private void printStatistics(CacheStatisticsMXBean statistics, boolean remote) {
        String operations = "%,d puts, %,d gets".formatted(statistics.getCachePuts(), statistics.getCacheGets());
        // Servers evict too, and tell nobody: what they evicted is among the misses.
        terminal.line(
                "operations",
                remote ? operations : "%s, %,d evictions".formatted(operations, statistics.getCacheEvictions()));
        terminal.line(
                "hit ratio",
                "%.2f %% (%,d hits, %,d misses)"
                        .formatted(
                                statistics.getCacheHitPercentage(),
                                statistics.getCacheHits(),
                                statistics.getCacheMisses()));
    }

    private void printLatencies(Histogram latencies) {
        terminal.line(
                "get",
                "p50 %.1f us, p99 %.1f us, p99.9 %.1f us, longest %.1f ms"
                        .formatted(
                                micros(latencies, 50),
                                micros(latencies, 99),
                                micros(latencies, 99.9),
                                micros(latencies, 100) / 1000));
    }

    private void printMemory(SlabCacheStatistics statistics) {
        terminal.line(
                "entries", "%,d, payload %,.1f MiB".formatted(statistics.entries(), statistics.payloadBytes() / MIB));
        terminal.line(
                "off-heap",
                "%,.1f MiB in use, %,.0f MiB allowed"
                        .formatted(statistics.usedBytes() / MIB, statistics.capacity() / MIB));
        terminal.line("size classes", SizeClassTable.of(statistics.slabClasses()));
    }

    private void printHeap() {
        terminal.line(
                "Java heap",
                "%,.1f MiB after a collection, %,.0f MiB allowed"
                        .formatted(
                                heapAfterCollection() / MIB,
                                Runtime.getRuntime().maxMemory() / MIB));
    }

    private static double micros(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
