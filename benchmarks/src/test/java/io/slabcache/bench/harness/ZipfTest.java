package io.slabcache.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int DRAWS = 1_000_000;

    @Test
    void next_manyDraws_haveTheProbabilitiesOfTheFormula() {
        Zipf zipf = new Zipf(4, 1);
        SplittableRandom random = new SplittableRandom(1);
        int[] drawn = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            drawn[zipf.next(random)]++;
        }

        double sum = 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0;
        for (int rank = 0; rank < 4; rank++) {
            assertThat((double) drawn[rank] / DRAWS)
                    .as("rank=%s", rank)
                    .isCloseTo(1.0 / (rank + 1) / sum, within(0.005));
        }
    }
}
