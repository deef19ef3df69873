package io.slabcache.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZipfDistributionTest {
    private static final long SEED = 7;
    private static final int DRAWS = 1_000_000;

    @Test
    void next_manyDraws_frequenciesFollowTheLaw() {
        int size = 1_000;
        int[] counts = draw(size);
        double zeta = IntStream.rangeClosed(1, size)
                .mapToDouble(i -> Math.pow(i, -ZipfDistribution.SKEW))
                .sum();

        assertThat(counts[0]).isCloseTo((int) (DRAWS / zeta), within(DRAWS / 100));
        assertThat(counts[1]).isCloseTo((int) (DRAWS / zeta / 2), within(DRAWS / 100));
        int upperHalf = IntStream.range(size / 2, size).map(i -> counts[i]).sum();
        double expected = IntStream.rangeClosed(size / 2 + 1, size)
                        .mapToDouble(i -> Math.pow(i, -ZipfDistribution.SKEW))
                        .sum()
                * DRAWS
                / zeta;
        assertThat(upperHalf).isCloseTo((int) expected, within(DRAWS / 100));
    }

    @Test
    void next_fewRanks_staysInRange() {
        for (int size = 1; size <= 4; size++) {
            assertThat(draw(size)).as("size %d", size).doesNotContain(0);
        }
    }

    private static int[] draw(int size) {
        var distribution = new ZipfDistribution(size);
        var random = new SplittableRandom(SEED);
        int[] counts = new int[size];
        for (int i = 0; i < DRAWS; i++) {
            counts[distribution.next(random)]++;
        }
        return counts;
    }
}
