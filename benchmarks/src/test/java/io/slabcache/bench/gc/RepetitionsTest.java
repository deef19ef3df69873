package io.slabcache.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
    private final Repetitions repetitions = new Repetitions();

    @Test
    void summary_severalRepetitions_isTheMedianOfEachFigure() {
        repetitions.add(Map.of("p50Micros", 3.0, "p99Micros", 9.0));
        repetitions.add(Map.of("p50Micros", 1.0, "p99Micros", 7.0));
        repetitions.add(Map.of("p50Micros", 2.0));

        assertThat(repetitions.summary()).containsOnly(Map.entry("p50Micros", 2.0), Map.entry("p99Micros", 8.0));
        assertThat(repetitions.all()).hasSize(3);
    }

    @Test
    void summary_longestPause_isTheLongestOfAll() {
        repetitions.add(Map.of(Repetitions.LONGEST_PAUSE, 2.0));
        repetitions.add(Map.of(Repetitions.LONGEST_PAUSE, 11.0));
        repetitions.add(Map.of(Repetitions.LONGEST_PAUSE, 3.0));

        assertThat(repetitions.summary()).containsEntry(Repetitions.LONGEST_PAUSE, 11.0);
    }

    @Test
    void rotated_eachRepetition_beginsWithTheNext() {
        assertThat(Repetitions.rotated(List.of(1, 2, 3), 0)).containsExactly(1, 2, 3);
        assertThat(Repetitions.rotated(List.of(1, 2, 3), 2)).containsExactly(3, 1, 2);
    }
}
