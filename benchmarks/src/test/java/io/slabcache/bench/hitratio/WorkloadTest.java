package io.slabcache.bench.hitratio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
    private static final Workload.Shape SHAPE = new Workload.Shape(2000, 100_000);

    @ParameterizedTest
    @EnumSource
    void keys_twice_areTheSame(Workload workload) {
        int[] keys = workload.keys(SHAPE, 100);

        assertThat(keys).hasSize(SHAPE.requests()).isEqualTo(workload.keys(SHAPE, 100));
        assertThat(Arrays.stream(keys).min().orElseThrow()).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCAN", "FREQUENCY"})
    void keys_fromTheNumberOfKeysOn_areRequestedOnce(Workload workload) {
        int[] once = Arrays.stream(workload.keys(SHAPE, 100))
                .filter(key -> key >= SHAPE.keys())
                .toArray();

        assertThat(once.length).isBetween(SHAPE.requests() / 5, SHAPE.requests() / 2);
        assertThat(Arrays.stream(once).boxed()).doesNotHaveDuplicates();
    }

    @Test
    void keys_ofTheLoop_comeAgainAfterAFifthMoreThanTheCachesHold() {
        int[] keys = Workload.LOOP.keys(SHAPE, 100);

        assertThat(keys[119]).isEqualTo(119);
        assertThat(keys[120]).isZero();
    }

    @Test
    void keys_whereRecencyMatters_areThoseRequestedShortlyBefore() {
        int[] keys = Workload.RECENCY.keys(SHAPE, 100);
        int recent = 0;
        for (int i = 100; i < keys.length; i++) {
            int key = keys[i];
            recent += Arrays.stream(keys, i - 100, i).anyMatch(before -> before == key) ? 1 : 0;
        }

        assertThat((double) recent / keys.length).isBetween(0.4, 0.75);
    }

    @Test
    void valueLength_ofMixedSizes_isLogNormalAround230() {
        int[] lengths = new int[SHAPE.keys()];
        Arrays.setAll(lengths, Workload.SIZES::valueLength);
        Arrays.sort(lengths);

        assertThat(lengths[lengths.length / 2]).isBetween(210, 250);
        assertThat(lengths[lengths.length / 10]).isBetween(70, 95);
    }
}
