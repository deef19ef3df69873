package io.slabcache.client.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonTranscoderTest {
    private final PythonTranscoder transcoder = new PythonTranscoder();

    private static Item item(String value, int clientFlags) {
        return new Item(value.getBytes(StandardCharsets.ISO_8859_1), clientFlags, 1);
    }

    private Object roundTrip(Object value, int clientFlags) {
        Encoded encoded = transcoder.encode(value);
        assertThat(encoded.clientFlags()).isEqualTo(clientFlags);
        return transcoder.decode(new Item(encoded.bytes(), encoded.clientFlags(), 1));
    }

    @Test
    void everyType_roundTrip_equal() {
        assertThat(roundTrip(new byte[] {0, 1}, 0)).isEqualTo(new byte[] {0, 1});
        assertThat(roundTrip("straße", 16)).isEqualTo("straße");
        assertThat(roundTrip(-5, 2)).isEqualTo(-5L);
        assertThat(roundTrip(Long.MIN_VALUE, 4)).isEqualTo(Long.MIN_VALUE);
        assertThat(roundTrip("a".repeat(5000), 16 | 8)).isEqualTo("a".repeat(5000));
        assertThat(roundTrip(new byte[5000], 8)).isEqualTo(new byte[5000]);
    }

    @ParameterizedTest
    @CsvSource({"'9 ', 9", "'-12', -12", "'1                   ', 1", "'0', 0"})
    void number_blanksLeftByTheServer_readOver(String value, long expected) {
        assertThat(transcoder.decode(item(value, 2))).isEqualTo(expected);
        assertThat(transcoder.decode(item(value, 4))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "9223372036854775808", "1L", "0000000000000000000000000000000000000000001"})
    void number_notOfSixtyFourBits_undecodable(String value) {
        assertThatThrownBy(() -> transcoder.decode(item(value, 2)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("valueLength=" + value.length());
    }

    @Test
    void pickled_refused() {
        assertThatThrownBy(() -> transcoder.decode(item("\u0080\u0004}.", 1)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("must not be pickled");
        assertThatThrownBy(() -> transcoder.encode(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class=java.lang.Double");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 18, 32, 0x100, 0x80000000, 17})
    void unknownFlags_undecodable(int clientFlags) {
        assertThatThrownBy(() -> transcoder.decode(item("1", clientFlags)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("clientFlags=0x" + Integer.toHexString(clientFlags));
    }

    /** Python's clients write nothing but zlib. */
    @Test
    void compressedAsGzip_undecodable() {
        Encoded gzip = new CompressingTranscoder<>(
                        new BytesTranscoder(), CompressionFormat.GZIP, 8, Compression.DEFAULT)
                .encode(new byte[5000]);
        assertThatThrownBy(() -> transcoder.decode(new Item(gzip.bytes(), 8, 1)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("[ZLIB]");
    }
}
