package io.slabcache.examples.quickstart;

import java.util.SplittableRandom;
import javax.cache.Cache;
import org.HdrHistogram.Histogram;

/** One thread of {@link Reading}: its load and what it counted. */
final class Reader {
    private static final long SEED = 1796;
    private static final int SIGNIFICANT_DIGITS = 3;
    /** Spreads the ranks over the passages; a prime, so that no two ranks meet. */
    private static final long SCATTER = Integer.MAX_VALUE;

    final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    long lost;

    private final Cache<String, String> cache;
    private final Passages passages;
    private final int loaded;
    private final ZipfDistribution ranks;
    private final SplittableRandom random;

    Reader(Cache<String, String> cache, Passages passages, int loaded, ZipfDistribution ranks, int thread) {
        this.cache = cache;
        this.passages = passages;
        this.loaded = loaded;
        this.ranks = ranks;
        this.random = new SplittableRandom(SEED + thread);
    }

    /** Reads until {@link System#nanoTime} passes the deadline. */
    Reader readUntil(long deadline) {
        while (System.nanoTime() - deadline < 0) {
            readOne();
        }
        return this;
    }

    private void readOne() {
        int n = (int) (ranks.next(random) * SCATTER % ranks.size());
        String key = passages.key(n);
        long start = System.nanoTime();
        String value = cache.get(key);
        latencies.recordValue(System.nanoTime() - start);
        if (value != null) {
            passages.verify(n, value);
            return;
        }
        if (n < loaded) {
            lost++;
        }
        cache.put(key, passages.text(n));
    }
}
