package io.slabcache.bench.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flags that a JVM needs for these are in this module's pom too. */
class MapEntrantTest {
    private static final int ENTRIES = 3000;

    @ParameterizedTest
    @EnumSource
    void open_filled_givesBackEveryValue(MapEntrant entrant) {
        EntryShape shape = EntryShape.LOG_NORMAL;
        try (ByteMap map = entrant.open(shape.size(ENTRIES))) {
            for (int number = 0; number < ENTRIES; number++) {
                map.put(shape.key(number), shape.value(number));
            }

            assertThat(map.size()).isEqualTo(ENTRIES);
            for (int number = 0; number < ENTRIES; number++) {
                assertThat(map.get(shape.key(number))).as("number=%s", number).isEqualTo(shape.value(number));
            }
            assertThat(map.get(shape.key(ENTRIES))).isNull();
        }
    }
}
