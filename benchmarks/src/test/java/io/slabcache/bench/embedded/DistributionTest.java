package io.slabcache.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
    private static final int KEYS = 1000;
    private static final int LENGTH = 100_000;

    @ParameterizedTest
    @EnumSource(value = Distribution.class, names = "ONE_STRIPE", mode = EnumSource.Mode.EXCLUDE)
    void sequences_anyDistribution_areInRangeAndTheSameEachTime(Distribution distribution) {
        int[][] sequences = distribution.sequences(KEYS, 2, 1024);

        assertThat(sequences).hasDimensions(2, 1024);
        assertThat(Arrays.stream(sequences).flatMapToInt(Arrays::stream)).allMatch(key -> key >= 0 && key < KEYS);
        assertThat(distribution.sequences(KEYS, 2, 1024)).isDeepEqualTo(sequences);
    }

    @ParameterizedTest
    @EnumSource(
            value = Distribution.class,
            names = {"UNIFORM", "ZIPF"})
    void sequences_twoThreads_differ(Distribution distribution) {
        int[][] sequences = distribution.sequences(KEYS, 2, 1024);

        assertThat(sequences[0]).isNotEqualTo(sequences[1]);
    }

    @Test
    void sequences_zipf_haveTheFrequenciesOfTheLaw() {
        double all = 0;
        for (int rank = 1; rank <= KEYS; rank++) {
            all += Math.pow(rank, -0.99);
        }

        double[] shares = sharesFromTheMostFrequent(Distribution.ZIPF);

        assertThat(shares[0]).isCloseTo(1 / all, within(0.01));
        assertThat(shares[9]).isCloseTo(Math.pow(10, -0.99) / all, within(0.003));
    }

    @Test
    void sequences_zipf_shareTheFrequentKeysAmongThreads() {
        int[][] sequences = Distribution.ZIPF.sequences(KEYS, 2, LENGTH);

        assertThat(mostFrequent(sequences[0])).isEqualTo(mostFrequent(sequences[1]));
    }

    @Test
    void sequences_uniform_preferNone() {
        assertThat(sharesFromTheMostFrequent(Distribution.UNIFORM)[0]).isLessThan(2.0 / KEYS);
    }

    @Test
    void sequences_hotKey_areOneKey() {
        assertThat(Arrays.stream(Distribution.HOT_KEY.sequences(KEYS, 1, 64)[0]).distinct())
                .hasSize(1);
    }

    @Test
    void sequences_oneStripe_areTheStoresToTell() {
        assertThatThrownBy(() -> Distribution.ONE_STRIPE.sequences(KEYS, 1, 64))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static double[] sharesFromTheMostFrequent(Distribution distribution) {
        int[] counts = counts(distribution.sequences(KEYS, 1, LENGTH)[0]);
        Arrays.sort(counts);
        double[] shares = new double[KEYS];
        for (int i = 0; i < KEYS; i++) {
            shares[i] = counts[KEYS - 1 - i] / (double) LENGTH;
        }
        return shares;
    }

    private static int mostFrequent(int[] sequence) {
        int[] counts = counts(sequence);
        int most = 0;
        for (int key = 0; key < KEYS; key++) {
            most = counts[key] > counts[most] ? key : most;
        }
        return most;
    }

    private static int[] counts(int[] sequence) {
        int[] counts = new int[KEYS];
        for (int key : sequence) {
            counts[key]++;
        }
        return counts;
    }
}
