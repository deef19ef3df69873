package io.slabcache.bench.map;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EntryShapeTest {
    @ParameterizedTest
    @EnumSource
    void key_ofEachNumber_isAnotherWithoutBlanks(EntryShape shape) {
        assertThat(LongStream.range(0, 100_000).mapToObj(number -> new String(shape.key(number), US_ASCII)))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[!-~]{" + shape.keyLength() + "}"));
    }

    @ParameterizedTest
    @EnumSource
    void size_told_isWhatTheValuesHave(EntryShape shape) {
        MapSize size = shape.size(1000);

        assertThat(size.isUniform()).isEqualTo(shape != EntryShape.LOG_NORMAL);
        assertThat(LongStream.range(300_000, 400_000)
                        .mapToInt(number -> shape.value(number).length)
                        .average())
                .hasValueCloseTo(size.meanValueLength(), within(size.meanValueLength() / 50));
    }
}
