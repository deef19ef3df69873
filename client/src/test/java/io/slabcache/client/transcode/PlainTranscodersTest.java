package io.slabcache.client.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTranscodersTest {
    private final BytesTranscoder bytes = new BytesTranscoder();
    private final StringTranscoder strings = new StringTranscoder();
    private final CounterTranscoder counters = new CounterTranscoder();

    private static Item item(String value, int clientFlags) {
        return new Item(value.getBytes(StandardCharsets.ISO_8859_1), clientFlags, 1);
    }

    @Test
    void bytes_roundTrip_sameArrayFlagsZero() {
        byte[] value = {1, 2, 3};
        Encoded encoded = bytes.encode(value);
        assertThat(encoded.clientFlags()).isZero();
        assertThat(encoded.bytes()).isSameAs(value);
        assertThat(bytes.decode(new Item(value, 0, 1))).isSameAs(value);
    }

    @Test
    void bytes_unknownFlags_refusedWithFlagsInHex() {
        assertThatThrownBy(() -> bytes.decode(item("abc", 0xcafe0001)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("clientFlags=0xcafe0001")
                .hasMessageContaining("valueLength=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "straße", "日本語", "\uD83D\uDE00 pair", "a replacement \uFFFD itself"})
    void strings_roundTrip_equal(String text) {
        Encoded encoded = strings.encode(text);
        assertThat(encoded.clientFlags()).isZero();
        assertThat(encoded.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(strings.decode(new Item(encoded.bytes(), 0, 1))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "x\uDE00", "\uD83D\uD83D\uDE00", "end\uD83D"})
    void strings_unpairedSurrogate_refused(String text) {
        assertThatThrownBy(() -> strings.encode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unpaired surrogate: index=");
    }

    @Test
    void strings_noUtf8_undecodable() {
        assertThatThrownBy(() -> strings.decode(item("\u00ff\u00fe", 0)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("text must be UTF-8: valueLength=2");
    }

    @Test
    void strings_unknownFlags_undecodable() {
        assertThatThrownBy(() -> strings.decode(item("text", 16)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("clientFlags=0x10");
    }

    @Test
    void counters_roundTrip_decimalDigits() {
        assertThat(counters.encode(42L).bytes()).isEqualTo("42".getBytes(StandardCharsets.US_ASCII));
        assertThat(counters.encode(-1L).bytes()).isEqualTo("18446744073709551615".getBytes(StandardCharsets.US_ASCII));
        assertThat(counters.decode(item("18446744073709551615", 0))).isEqualTo(-1L);
    }

    /** Memcached leaves a blank behind when 10 becomes 9. */
    @Test
    void counters_paddedByTheServer_blanksReadOver() {
        assertThat(counters.decode(item("9 ", 0))).isEqualTo(9);
        assertThat(counters.decode(item("1                   ", 0))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-5", "5abc", "5 5", "18446744073709551616", "\u0001\u0002"})
    void counters_noNumber_undecodable(String value) {
        assertThatThrownBy(() -> counters.decode(item(value, 0)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("valueLength=" + value.length());
    }

    /** A long as spymemcached stores it is no counter, although its bytes may look like one. */
    @Test
    void counters_typedNumber_undecodable() {
        assertThatThrownBy(() -> counters.decode(item("5", 0x300)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("clientFlags=0x300");
    }
}
