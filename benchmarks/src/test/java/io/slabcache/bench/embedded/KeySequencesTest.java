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
    void of_sameNameAgain_keepsTheSequence() {
        Object[][] first = sequences.of("some", this::indexes);

        assertThat(sequences.of("some", this::indexes)).isSameAs(first);
        assertThat(made).isEqualTo(1);
    }

    @Test
    void of_anotherName_forgetsTheOneBefore() {
        sequences.of("some", this::indexes);
        sequences.of("others", this::indexes);
        sequences.of("some", this::indexes);

        assertThat(made).isEqualTo(3);
    }

    private int[][] indexes() {
        made++;
        return new int[][] {{1}};
    }
}
