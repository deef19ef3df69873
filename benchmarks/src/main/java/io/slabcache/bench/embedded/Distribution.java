package io.slabcache.bench.embedded;

import io.slabcache.bench.harness.Zipf;
import java.util.Locale;
import java.util.Random;

/** Which keys a load asks for. */
public enum Distribution {
    /** All alike. */
    UNIFORM,
    /** The key of rank r in proportion to 1 / r^0.99; which keys are the frequent ones is random. */
    ZIPF,
    /** One key. */
    HOT_KEY,
    /** Those that share one lock of the store; the store says which they are. */
    ONE_STRIPE;

    private static final double EXPONENT = 0.99;
    private static final long SEED = 20261122;
    private static final int HOT = 12_345;

    /** Returns the name, as tables have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Returns for each thread the indexes of keys in the order in which it asks for them: the same for whoever is measured.
     *
     * @param keys how many keys there are
     * @param threads how many threads ask
     * @param length how many indexes each thread has
     */
    public int[][] sequences(int keys, int threads, int length) {
        Zipf zipf = new Zipf(this == ZIPF ? keys : 0, EXPONENT);
        int[] byRank = this == ZIPF ? shuffled(keys) : new int[0];
        int[][] sequences = new int[threads][length];
        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(SEED + thread);
            for (int i = 0; i < length; i++) {
                sequences[thread][i] = switch (this) {
                    case UNIFORM -> random.nextInt(keys);
                    case ZIPF -> byRank[zipf.next(random)];
                    case HOT_KEY -> HOT % keys;
                    case ONE_STRIPE -> throw new UnsupportedOperationException("the store says which keys these are");
                };
            }
        }
        return sequences;
    }

    /** Returns all indexes in an order that is the same for all threads. */
    private static int[] shuffled(int keys) {
        Random random = new Random(SEED);
        int[] indexes = new int[keys];
        for (int i = 0; i < keys; i++) {
            int other = random.nextInt(i + 1);
            indexes[i] = indexes[other];
            indexes[other] = i;
        }
        return indexes;
    }
}
