package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"0\", 0",
                "\"9 \", 9",
                "\" 5\", 5",
                "\"1                   \", 1",
                "\"  42  \", 42",
                "\"007\", 7",
                "\"9223372036854775808\", -9223372036854775808",
                "\"18446744073709551615\", -1",
                "\"000018446744073709551615\", -1"
            })
    void parse_paddedNumber_isTrimmed(String text, long counter) {
        assertThat(CounterText.isCounter(text.getBytes(US_ASCII))).isTrue();
        assertThat(CounterText.parse(text.getBytes(US_ASCII))).isEqualTo(counter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-5",
                "+5",
                "5abc",
                "5 abc",
                "1 2",
                "abc",
                "1.0",
                "0x1",
                "\t5",
                "5\n",
                "18446744073709551616",
                "18446744073709551620",
                "99999999999999999999",
                "111111111111111111111"
            })
    void parse_anythingElse_isRefused(String text) {
        byte[] value = text.getBytes(US_ASCII);
        assertThat(CounterText.isCounter(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CounterText.parse(value))
                .withMessage("value must be decimal digits of a number of 64 bits: valueLength=" + value.length);
    }

    @Test
    void parse_partOfABuffer_readsThatPartOnly() {
        ByteBuffer buffer = ByteBuffer.wrap("x 17 8".getBytes(US_ASCII));
        assertThat(CounterText.parse(buffer, 1, 4)).isEqualTo(17);
        assertThat(CounterText.isCounter(buffer, 1, 5)).isFalse();
        assertThat(buffer.position()).isZero();
    }

    @Test
    void format_anyNumber_isReadBack() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long counter = random.nextLong() >>> random.nextInt(64);
            assertThat(CounterText.parse(CounterText.format(counter)))
                    .as("seed=%d", seed)
                    .isEqualTo(counter);
        }
        assertThat(CounterText.format(-1)).isEqualTo("18446744073709551615".getBytes(US_ASCII));
    }
}
