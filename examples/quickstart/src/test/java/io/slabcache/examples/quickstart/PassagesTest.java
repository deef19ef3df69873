package io.slabcache.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassagesTest {
    private final Passages passages = new Passages();

    @Test
    void length_defaultEntries_coversTheRangeAndHalfAGibibyte() {
        IntSummaryStatistics lengths = IntStream.range(0, Option.ENTRIES.defaultValue)
                .map(passages::length)
                .summaryStatistics();

        assertThat(lengths.getMin()).isEqualTo(10);
        assertThat(lengths.getMax()).isEqualTo(100 * 1024);
        assertThat(lengths.getSum()).isGreaterThan(512L << 20);
    }

    @Test
    void text_anyPassage_isAsLongAsSaidAndVerifies() {
        for (int n : new int[] {0, 1, 121_567, 299_999, Integer.MAX_VALUE}) {
            assertThat(passages.text(n)).as("passage %d", n).hasSize(passages.length(n));
            passages.verify(n, passages.text(n));
        }
    }

    @Test
    void text_firstPassage_isTheTitle() {
        assertThat(passages.text(0)).startsWith("PRIDE AND PREJUDICE");
    }

    @Test
    void verify_otherPassage_isRefused() {
        assertThatExceptionOfType(WrongValueException.class)
                .isThrownBy(() -> passages.verify(1, passages.text(2)))
                .withMessageContaining("passage:1");
    }

    @Test
    void verify_oneCharacterChanged_isRefused() {
        StringBuilder text = new StringBuilder(passages.text(5));
        text.setCharAt(text.length() - 1, '#');

        assertThatExceptionOfType(WrongValueException.class).isThrownBy(() -> passages.verify(5, text.toString()));
    }
}
