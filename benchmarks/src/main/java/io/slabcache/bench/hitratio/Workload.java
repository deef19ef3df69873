package io.slabcache.bench.hitratio;

import io.slabcache.bench.harness.Zipf;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The request sequences. Each is a formula over K, the number of keys, n, the number of requests, and a seeded generator; the
 * text of the formula goes into the results. Keys that are requested once only are numbered from K on.
 */
enum Workload {
    ZIPF_07("zipf 0.7", "key i with probability ~ (i+1)^-0.7, i < K") {
        @Override
        int[] keys(Shape shape, long entries) {
            return zipf(shape, 0.7);
        }
    },
    ZIPF_099("zipf 0.99", "key i with probability ~ (i+1)^-0.99, i < K") {
        @Override
        int[] keys(Shape shape, long entries) {
            return zipf(shape, 0.99);
        }
    },
    ZIPF_12("zipf 1.2", "key i with probability ~ (i+1)^-1.2, i < K") {
        @Override
        int[] keys(Shape shape, long entries) {
            return zipf(shape, 1.2);
        }
    },
    SCAN(
            "zipf 0.99, scans",
            "of each 20000 requests the last 5000 walk on through keys that are requested once, the others as in zipf 0.99") {
        @Override
        int[] keys(Shape shape, long entries) {
            int[] keys = zipf(shape, 0.99);
            int scanned = shape.keys();
            for (int i = 0; i < keys.length; i++) {
                if (i % SCAN_PERIOD >= SCAN_PERIOD - SCAN_PERIOD / 4) {
                    keys[i] = scanned++;
                }
            }
            return keys;
        }
    },
    LOOP("loop", "request i has key i mod L, L = 1.2 times the entries that the caches hold") {
        @Override
        int[] keys(Shape shape, long entries) {
            int length = (int) Math.ceil(entries * 1.2);
            int[] keys = new int[shape.requests()];
            Arrays.setAll(keys, i -> i % length);
            return keys;
        }
    },
    SHIFTING(
            "shifting hot set",
            "H = K/20; four of five requests uniform in [s, s+H), the others uniform below K; s grows by H/2 each n/20 requests") {
        @Override
        int[] keys(Shape shape, long entries) {
            return shifting(shape, random());
        }
    },
    FREQUENCY(
            "frequency matters", "three of five requests as in zipf 0.9, the others for keys that are requested once") {
        @Override
        int[] keys(Shape shape, long entries) {
            SplittableRandom random = random();
            Zipf zipf = new Zipf(shape.keys(), 0.9);
            int[] keys = new int[shape.requests()];
            int once = shape.keys();
            for (int i = 0; i < keys.length; i++) {
                keys[i] = random.nextInt(5) < 3 ? zipf.next(random) : once++;
            }
            return keys;
        }
    },
    RECENCY(
            "recency matters",
            "one of four requests for a new key, the others for the key requested d before, d = floor((K/2)^u), u uniform in [0, 1)") {
        @Override
        int[] keys(Shape shape, long entries) {
            SplittableRandom random = random();
            double logLongest = Math.log(shape.keys() / 2.0);
            int[] keys = new int[shape.requests()];
            int fresh = 0;
            for (int i = 0; i < keys.length; i++) {
                int distance = (int) Math.exp(random.nextDouble() * logLongest);
                keys[i] = random.nextInt(4) == 0 || distance > i ? fresh++ : keys[i - distance];
            }
            return keys;
        }
    },
    SIZES("mixed sizes, zipf 0.9", "key i with probability ~ (i+1)^-0.9; values log-normal", true) {
        @Override
        int[] keys(Shape shape, long entries) {
            return zipf(shape, 0.9);
        }
    },
    SIZES_SHIFTING("mixed sizes, shifting", "as shifting hot set; values log-normal", true) {
        @Override
        int[] keys(Shape shape, long entries) {
            return shifting(shape, random());
        }
    };

    /** The length of a value in bytes where all have the same. */
    static final int VALUE_LENGTH = 1000;

    /** The formula of lengths where they differ, for the results. */
    static final String LENGTHS =
            "min(16384, max(16, floor(exp(ln 230 + 0.8 g)))), g standard normal by a hash of the key";

    private static final int SCAN_PERIOD = 20_000;
    private static final long SEED = 0x51ab_cac4e5L;

    private final String label;
    private final String formula;
    private final boolean mixedSizes;

    /**
     * How long a sequence is.
     *
     * @param keys K
     * @param requests n
     */
    record Shape(int keys, int requests) {}

    Workload(String label, String formula) {
        this(label, formula, false);
    }

    Workload(String label, String formula, boolean mixedSizes) {
        this.label = label;
        this.formula = formula;
        this.mixedSizes = mixedSizes;
    }

    String label() {
        return label;
    }

    String formula() {
        return formula;
    }

    boolean hasMixedSizes() {
        return mixedSizes;
    }

    /** Returns the seed of the sequence. */
    long seed() {
        return SEED + ordinal();
    }

    /**
     * Returns the sequence.
     *
     * @param entries how many entries the caches hold that will see it; only the loop depends on it
     */
    abstract int[] keys(Shape shape, long entries);

    /** Returns the length of a key's value in bytes, always the same for the same key. */
    int valueLength(int key) {
        if (!mixedSizes) {
            return VALUE_LENGTH;
        }
        double normal = new SplittableRandom(SEED ^ key * 0x9e37_79b9_7f4a_7c15L).nextGaussian();
        return (int) Math.min(16_384, Math.max(16, Math.exp(Math.log(230) + 0.8 * normal)));
    }

    SplittableRandom random() {
        return new SplittableRandom(seed());
    }

    int[] zipf(Shape shape, double exponent) {
        SplittableRandom random = random();
        Zipf zipf = new Zipf(shape.keys(), exponent);
        int[] keys = new int[shape.requests()];
        Arrays.setAll(keys, i -> zipf.next(random));
        return keys;
    }

    private static int[] shifting(Shape shape, RandomGenerator random) {
        int hot = shape.keys() / 20;
        int[] keys = new int[shape.requests()];
        for (int i = 0; i < keys.length; i++) {
            int start = (int) (20L * i / keys.length) * (hot / 2);
            keys[i] = random.nextInt(5) < 4 ? start + random.nextInt(hot) : random.nextInt(shape.keys());
        }
        return keys;
    }
}
