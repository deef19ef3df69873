package io.slabcache.bench.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flags that a JVM needs for these are in this module's pom too. */
class MapEntrantTest {
    private static final int ENTRIES = 3000;
    private static final int VALUE_LENGTH = 100;

    @ParameterizedTest
    @EnumSource
    void open_valuesOfOneLength_givesBackEveryValue(MapEntrant entrant) {
        assertGivesBack(entrant.open(EntryShape.BYTES_32_100.size(ENTRIES)), EntryShape.BYTES_32_100);
    }

    @ParameterizedTest
    @EnumSource(names = "FLOOR", mode = EnumSource.Mode.EXCLUDE)
    void open_valuesOfManyLengths_givesBackEveryValue(MapEntrant entrant) {
        assertGivesBack(entrant.open(EntryShape.LOG_NORMAL.size(ENTRIES)), EntryShape.LOG_NORMAL);
    }

    private static <K> void assertGivesBack(ByteMap<K> opened, EntryShape shape) {
        try (ByteMap<K> map = opened) {
            for (int number = 0; number < ENTRIES; number++) {
                map.put(map.key(shape.key(number)), shape.value(number));
            }

            assertThat(map.size()).isEqualTo(ENTRIES);
            for (int number = 0; number < ENTRIES; number++) {
                assertThat(map.get(map.key(shape.key(number))))
                        .as("number=%s", number)
                        .isEqualTo(shape.value(number));
            }
            assertThat(map.get(map.key(shape.key(ENTRIES)))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void getInto_valueThatWasOverwritten_isInTheTarget(MapEntrant entrant) {
        assertReadsInto(entrant.open(EntryShape.BYTES_32_100.size(ENTRIES)));
    }

    private static <K> void assertReadsInto(ByteMap<K> opened) {
        EntryShape shape = EntryShape.BYTES_32_100;
        try (ByteMap<K> map = opened) {
            map.put(map.key(shape.key(1)), shape.value(1));
            map.put(map.key(shape.key(1)), shape.value(2));
            byte[] target = new byte[VALUE_LENGTH];

            assertThat(map.getInto(map.key(shape.key(1)), target)).isEqualTo(VALUE_LENGTH);
            assertThat(target).isEqualTo(shape.value(2));
            assertThat(map.getInto(map.key(shape.key(2)), target)).isEqualTo(ByteMap.MISS);
            assertThat(map.size()).isEqualTo(1);
        }
    }

    @Test
    void floor_oneEntryTooMany_isRefused() {
        try (FloorByteMap floor = new FloorByteMap(1, 8, VALUE_LENGTH)) {
            floor.put(EntryShape.BYTES_8_32.key(1), new byte[VALUE_LENGTH]);

            assertThatThrownBy(() -> floor.put(EntryShape.BYTES_8_32.key(2), new byte[VALUE_LENGTH]))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lockOf_keyThatIsOverwritten_namesTheSameStripe() {
        int stripes = 4;
        try (SlabByteMap map = new SlabByteMap((long) stripes << 20)) {
            Set<Long> met = new HashSet<>();
            for (int i = 0; i < ENTRIES; i++) {
                byte[] key = EntryShape.BYTES_32_100.key(i);
                map.put(key, new byte[VALUE_LENGTH]);
                long lock = map.lockOf(key);
                map.put(key, new byte[VALUE_LENGTH]);

                assertThat(map.lockOf(key) % stripes).isEqualTo(lock % stripes);
                met.add(lock % stripes);
            }
            assertThat(met).hasSize(stripes);
        }
    }
}
