package io.slabcache.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuitesTest {
    @ParameterizedTest
    @ValueSource(strings = {"client", "remote"})
    void suite_everyBar_isMeasuredForBothSides(String name) {
        Suite suite = Suites.of(name);

        assertThat(suite.bars()).isNotEmpty().allSatisfy(bar -> {
            Set<Entrant> taking = suite.tasks().get(bar.task());
            assertThat(taking).contains(bar.entrant());
            if (bar.reference() instanceof Bar.Other other) {
                assertThat(taking).contains(other.entrant());
            } else if (bar.reference() instanceof Bar.BestPeer) {
                assertThat(taking).anyMatch(Entrant::isPeer);
            }
        });
        assertThat(suite.bars()).extracting(Bar::name).doesNotHaveDuplicates();
    }

    @Test
    void suite_unknownName_isRefused() {
        assertThatThrownBy(() -> Suites.of("clients"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=clients");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void keyLists_each_areDistinctKeysInRange(int list) {
        for (KeyLists kind : KeyLists.values()) {
            assertThat(Arrays.stream(kind.indexes()[list]).boxed())
                    .hasSize(kind.length())
                    .doesNotHaveDuplicates()
                    .allMatch(index -> index >= 0 && index < Contestant.KEYS);
        }
    }
}
