package io.slabcache.examples.quickstart;

import java.util.random.RandomGenerator;

/**
 * Draws ranks whose frequency falls with the rank: rank <em>r</em> (from 0) comes in proportion to
 * 1/(<em>r</em>+1)<sup>skew</sup>, which is how the keys of most caches are asked for. Immutable.
 *
 * <p>The inversion needs no table: Gray et al., <em>Quickly Generating Billion-Record Synthetic Databases</em>, 1994.
 */
final class ZipfDistribution {
    static final double SKEW = 0.99;

    private static final double ZETA_OF_TWO = zeta(2);

    private final int size;
    private final double zeta;
    private final double eta;

    ZipfDistribution(int size) {
        this.size = size;
        this.zeta = zeta(size);
        this.eta = (1 - Math.pow(2.0 / size, 1 - SKEW)) / (1 - ZETA_OF_TWO / zeta);
    }

    int size() {
        return size;
    }

    /** Returns a rank from 0, the most frequent, to size - 1. */
    int next(RandomGenerator random) {
        double u = random.nextDouble();
        double scaled = u * zeta;
        if (scaled < 1) {
            return 0;
        }
        if (scaled < ZETA_OF_TWO) {
            return 1;
        }
        return Math.min((int) (size * Math.pow(eta * u - eta + 1, 1 / (1 - SKEW))), size - 1);
    }

    private static double zeta(int terms) {
        double sum = 0;
        for (int i = 1; i <= terms; i++) {
            sum += Math.pow(i, -SKEW);
        }
        return sum;
    }
}
