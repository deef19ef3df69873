package io.slabcache.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySequencesTest {
    private final KeySequences<String> sequences = new KeySequences<>(index -> "key-" + index);
    private int made;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 64})
    void length_anyNumberOfThreads_isAPowerOfTwo(int threads) {
        assertThat(Integer.bitCount(KeySequences.length(threads))).isEqualTo(1);
    }

    @Test
    void of_indexes_areKeysInTheirOrderAndEachAnObjectOfItsOwn() {
        Object[][] keys = sequences.of("some", () -> new int[][] {{3, 1}, {3, 3}});

        assertThat(keys[0]).containsExactly("key-3", "key-1");
        assertThat(keys[1][0]).isEqualTo(keys[1][1]).isNotSameAs(keys[1][1]);
    }

    @Test
    void of_sameName_keepsTheSequence() {
        Object[][] first = sequences.of("some", this::indexes);
        sequences.of("others", this::indexes);

        assertThat(sequences.of("some", this::indexes)).isSameAs(first);
        assertThat(made).isEqualTo(2);
    }

    @Test
    void of_manyNames_forgetsTheOldest() {
        for (int i = 0; i < 10; i++) {
            sequences.of("name " + i, this::indexes);
        }

        sequences.of("name 9", this::indexes);
        assertThat(made).isEqualTo(10);
        sequences.of("name 0", this::indexes);
        assertThat(made).isEqualTo(11);
    }

    private int[][] indexes() {
        made++;
        return new int[][] {{1}};
    }
}
