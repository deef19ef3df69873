package io.slabcache.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyListsTest {
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
