package io.slabcache.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineContestantTest {
    private static final int ENTRIES = 3000;
    private static final int VALUE_LENGTH = 100;

    @ParameterizedTest
    @EnumSource
    void contestant_filled_givesBackEveryValue(EngineEntrant entrant) throws Exception {
        assertGivesBack(entrant.make(ENTRIES, VALUE_LENGTH));
    }

    private static <K> void assertGivesBack(EngineContestant<K> contestant) throws Exception {
        try (contestant) {
            for (int i = 0; i < ENTRIES; i++) {
                contestant.put(contestant.key(EngineKeys.key(i)), EngineKeys.value(VALUE_LENGTH, i));
            }
            contestant.put(contestant.key(EngineKeys.key(7)), EngineKeys.value(VALUE_LENGTH, 70));

            byte[] target = new byte[VALUE_LENGTH];
            for (int i = 0; i < ENTRIES; i++) {
                byte[] value = EngineKeys.value(VALUE_LENGTH, i == 7 ? 70 : i);
                assertThat(contestant.get(contestant.key(EngineKeys.key(i)))).isEqualTo(value);
                assertThat(contestant.getInto(contestant.key(EngineKeys.key(i)), target))
                        .isEqualTo(VALUE_LENGTH);
                assertThat(target).isEqualTo(value);
            }
            assertThat(contestant.get(contestant.key(EngineKeys.key(ENTRIES)))).isNull();
            assertThat(contestant.getInto(contestant.key(EngineKeys.key(ENTRIES)), target))
                    .isEqualTo(-1);
        }
    }

    @Test
    void floor_oneEntryTooMany_isRefused() {
        try (FloorContestant floor = new FloorContestant(1, EngineKeys.LENGTH, VALUE_LENGTH)) {
            floor.put(EngineKeys.key(1), new byte[VALUE_LENGTH]);

            assertThatThrownBy(() -> floor.put(EngineKeys.key(2), new byte[VALUE_LENGTH]))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lockOf_keyThatIsOverwritten_namesTheSameStripe() {
        int stripes = 4;
        try (SlabcacheContestant contestant = new SlabcacheContestant((long) stripes << 20)) {
            Set<Long> met = new HashSet<>();
            for (int i = 0; i < ENTRIES; i++) {
                byte[] key = EngineKeys.key(i);
                contestant.put(key, new byte[VALUE_LENGTH]);
                long lock = contestant.lockOf(key);
                contestant.put(key, new byte[VALUE_LENGTH]);

                assertThat(contestant.lockOf(key) % stripes).isEqualTo(lock % stripes);
                met.add(lock % stripes);
            }
            assertThat(met).hasSize(stripes);
        }
    }

    @Test
    void key_anyIndex_hasItsLengthAndIsUnique() {
        assertThat(EngineKeys.key(0)).hasSize(EngineKeys.LENGTH);
        assertThat(EngineKeys.key(1_234_567)).hasSize(EngineKeys.LENGTH).isNotEqualTo(EngineKeys.key(234_567));
    }
}
