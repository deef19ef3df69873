package io.slabcache.examples.quickstart;

import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.HdrHistogram.Histogram;

/**
 * The second part: several threads ask for passages, a few of them over and over and most of them rarely, and compare
 * what they get with the book. One passage in eleven was not loaded; who misses one puts it, as an application would.
 *
 * @param seconds how long it took
 * @param latencies how long each {@code cache.get} took, in nanoseconds
 */
record Reading(double seconds, Histogram latencies) {
    static Reading run(Cache<String, String> cache, Passages passages, Arguments arguments, Terminal terminal)
            throws InterruptedException {
        int loaded = arguments.entries();
        var ranks = new ZipfDistribution(loaded + loaded / 10);
        long duration = TimeUnit.SECONDS.toNanos(arguments.seconds());
        long start = System.nanoTime();
        List<Reader> readers = Workers.run(
                arguments.threads(),
                thread -> () -> new Reader(cache, passages, loaded, ranks, thread).readUntil(start + duration),
                new Progress(terminal, "reading", () -> (double) (System.nanoTime() - start) / duration));
        double seconds = (System.nanoTime() - start) / 1e9;

        long lost = 0;
        Histogram latencies = new Histogram(readers.get(0).latencies);
        for (Reader reader : readers) {
            lost += reader.lost;
            latencies.add(reader.latencies);
        }
        // What servers evict they do not tell.
        if (lost > 0 && arguments.servers() == null && Statistics.of(cache).getCacheEvictions() == 0) {
            throw new WrongValueException("%d reads missed an entry that was put and not evicted".formatted(lost));
        }
        return new Reading(seconds, latencies);
    }

    String summary() {
        long reads = latencies.getTotalCount();
        return "%,d values in %.1f s: %,.0f reads/s, every value compared with the book"
                .formatted(reads, seconds, reads / seconds);
    }
}
