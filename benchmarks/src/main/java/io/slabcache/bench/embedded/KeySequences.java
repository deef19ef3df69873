package io.slabcache.bench.embedded;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The keys that threads ask for, one behind the other as they are asked for and each an object of its own: reading them is
 * reading forward, so that a load costs the misses of the store and not those of a table of keys, and no store can take
 * advantage of being asked with the object that it was given.
 *
 * @param <K> the form in which a store takes a key
 */
public final class KeySequences<K> {
    /**
     * Of all threads together, however many they are, so that they ask for as many different keys; more for each than it asks
     * for in one turn on a core, or it would meet its keys again while they are still in the cache.
     */
    private static final int ALL_THREADS = 1 << 22;

    private final IntFunction<K> keys;
    private String keptName = "";
    private Object[][] kept = {};

    /**
     * Creates none yet.
     *
     * @param keys makes the key of an index
     */
    public KeySequences(IntFunction<K> keys) {
        this.keys = keys;
    }

    /** Returns how many keys a thread has where so many run: a power of two. */
    public static int length(int threads) {
        return Integer.highestOneBit(ALL_THREADS / Math.max(2, threads));
    }

    /**
     * Returns the keys of each thread. Those of the name asked for last are kept; before others are made they are dropped, since
     * they are hundreds of megabytes.
     *
     * @param name what they are kept as, not empty
     * @param indexes makes the indexes of each thread's keys in their order
     */
    public Object[][] of(String name, Supplier<int[][]> indexes) {
        if (!name.equals(keptName)) {
            kept = new Object[0][];
            kept = made(indexes.get());
            keptName = name;
        }
        return kept;
    }

    private Object[][] made(int[][] indexes) {
        Object[][] sequences = new Object[indexes.length][];
        for (int thread = 0; thread < indexes.length; thread++) {
            Object[] sequence = new Object[indexes[thread].length];
            for (int i = 0; i < sequence.length; i++) {
                sequence[i] = keys.apply(indexes[thread][i]);
            }
            sequences[thread] = sequence;
        }
        return sequences;
    }
}
