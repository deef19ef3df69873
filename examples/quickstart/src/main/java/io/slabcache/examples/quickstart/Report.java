package io.slabcache.examples.quickstart;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.management.CacheStatisticsMXBean;
import org.HdrHistogram.Histogram;

/** Prints what came of it, in figures. */
final class Report {
    private static final double MIB = 1024 * 1024;
    private static final double NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    private final Terminal terminal;

    Report(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Cache<String, String> cache, Loading loading, Reading reading) {
        terminal.heading("Report");
        CacheStatisticsMXBean statistics = Statistics.of(cache);
        terminal.line(
                "statistics",
                "%,d puts, %,d gets, %,d hits, %,d misses, %,d evictions"
                        .formatted(
                                statistics.getCachePuts(),
                                statistics.getCacheGets(),
                                statistics.getCacheHits(),
                                statistics.getCacheMisses(),
                                statistics.getCacheEvictions()));
        terminal.line("hit ratio", "%.2f %%".formatted(statistics.getCacheHitPercentage()));
        Histogram latencies = reading.latencies();
        terminal.line(
                "latency",
                "get: p50 %.1f us, p99 %.1f us, p99.9 %.1f us, max %.1f ms"
                        .formatted(
                                micros(latencies, 50),
                                micros(latencies, 99),
                                micros(latencies, 99.9),
                                micros(latencies, 100) / 1000));
        terminal.line("payload", "%,.1f MiB loaded".formatted(loading.payloadBytes() / MIB));
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
