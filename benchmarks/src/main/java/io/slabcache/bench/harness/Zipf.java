package io.slabcache.bench.harness;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws ranks from 0 on, rank r with a probability proportional to 1 / (r + 1)^exponent. */
public final class Zipf {
    private final double[] cumulative;

    /** Prepares the probabilities. */
    public Zipf(int ranks, double exponent) {
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += Math.pow(rank + 1, -exponent);
            cumulative[rank] = sum;
        }
    }

    /** Draws one. */
    public int next(RandomGenerator random) {
        double wanted = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, wanted);
        return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
    }
}
