package io.slabcache.jcache.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.Codec;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and values that programs in other languages read and write. */
final class PlainCodecTest {
    private static final CodecContext CONTEXT =
            CodecContext.builder(PlainCodecTest.class.getClassLoader()).build();

    @Test
    void keys_ofEveryType_areTheirText() {
        Map<Object, String> texts = Map.of(
                "naïve:1",
                "naïve:1",
                -7,
                "-7",
                Long.MIN_VALUE,
                "-9223372036854775808",
                (short) 3,
                "3",
                (byte) 4,
                "4",
                BigInteger.TEN.pow(30),
                "1" + "0".repeat(30),
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                "00000000-0000-0001-0000-000000000002",
                true,
                "true");

        texts.forEach((key, text) -> assertKey(key, text));
    }

    @SuppressWarnings("unchecked")
    private static <K> void assertKey(K key, String text) {
        KeyCodec<K> codec = Codecs.forPlainKeys((Class<K>) key.getClass(), null);

        byte[] bytes = codec.encode(key);

        assertThat(bytes).asString(UTF_8).isEqualTo(text);
        assertThat(codec.decode(bytes, 0, bytes.length)).isEqualTo(key);
        assertThat(codec.isCanonical()).isTrue();
    }

    @Test
    void keys_undeclared_areStringsAlone() {
        KeyCodec<Object> codec = Codecs.forPlainKeys(Object.class, null);

        assertThat(codec.decode(codec.encode("7"), 0, 1)).isEqualTo("7");
        assertThatThrownBy(() -> codec.encode(7))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("keyType=java.lang.String, class=java.lang.Integer");
    }

    @Test
    void keys_ofAnotherType_refusedByName() {
        for (Class<?> type : List.of(Double.class, List.class, Map.class)) {
            assertThatThrownBy(() -> Codecs.forPlainKeys(type, null))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("keyType=" + type.getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "+7", "seven", " 7", "99999999999"})
    void keys_foreignTextOfAnotherForm_refused(String text) {
        KeyCodec<Integer> codec = Codecs.forPlainKeys(Integer.class, null);
        byte[] bytes = text.getBytes(UTF_8);

        assertThatThrownBy(() -> codec.decode(bytes, 0, bytes.length))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("key=" + text);
    }

    @Test
    void text_thatIsNone_refused() {
        assertThatThrownBy(() -> Codecs.forPlainKeys(String.class, null).encode("a\ud800"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("unpaired surrogates");
        assertThatThrownBy(() -> decode(String.class, 16, new byte[] {(byte) 0xff}))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must be UTF-8");
    }

    @Test
    void values_ofEveryType_haveTheirFlags() {
        assertValue("naïve", 16, "naïve");
        assertValue("", 16, "");
        assertValue(5L, 4, "5");
        assertValue(-5, 2, "-5");
        assertValue((short) 5, 2, "5");
        assertValue((byte) 5, 2, "5");
        assertThat(decode(byte[].class, 0, new byte[] {1, 2})).containsExactly(1, 2);
        assertThat(encode(byte[].class, new byte[] {1, 2})).containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(decode(Object.class, 2, "7".getBytes(UTF_8))).isEqualTo(7);
        assertThat(decode(Object.class, 4, "7".getBytes(UTF_8))).isEqualTo(7L);
        assertThat(decode(Object.class, 2, "7000000000".getBytes(UTF_8))).isEqualTo(7_000_000_000L);
        assertThat(decode(Object.class, 0, "7".getBytes(UTF_8))).isEqualTo("7".getBytes(UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static <V> void assertValue(V value, int flags, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(encode((Class<V>) value.getClass(), value));
        assertThat(bytes.getInt()).isEqualTo(flags);
        assertThat(UTF_8.decode(bytes.slice()).toString()).isEqualTo(text);
        assertThat(decode((Class<V>) value.getClass(), flags, text.getBytes(UTF_8)))
                .isEqualTo(value);
        assertThat(decode(Object.class, flags, text.getBytes(UTF_8)).toString()).isEqualTo(text);
    }

    @Test
    void values_withoutFlags_areOfTheDeclaredType() {
        assertThat(decode(String.class, 0, "a".getBytes(UTF_8))).isEqualTo("a");
        assertThat(decode(Integer.class, 0, "12  ".getBytes(UTF_8))).isEqualTo(12);
        assertThat(decode(Number.class, 0, "12".getBytes(UTF_8))).isEqualTo(12L);
    }

    @Test
    void values_ofAnotherClass_refusedByName() {
        assertThatThrownBy(() -> encode(Object.class, 1.5))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("class=java.lang.Double");
        assertThatThrownBy(() -> encode(Boolean.class, true)).hasMessageContaining("class=java.lang.Boolean");
    }

    @ParameterizedTest
    @CsvSource({
        "1, must not be pickled by Python: clientFlags=0x1",
        "8, must not be compressed: clientFlags=0x8",
        "24, must not be compressed: clientFlags=0x18",
        "512, 'must be 0, 2, 4 or 16: clientFlags=0x200'",
        "1392508929, 'must be 0, 2, 4 or 16: clientFlags=0x53000001'",
    })
    void values_withOtherFlags_refusedNotGuessed(int flags, String message) {
        assertThatThrownBy(() -> decode(Object.class, flags, "5".getBytes(UTF_8)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(message);
    }

    @Test
    void values_thatAreNotOfTheDeclaredType_refused() {
        assertThatThrownBy(() -> decode(Integer.class, 4, "7000000000".getBytes(UTF_8)))
                .hasMessageContaining("declaredType=java.lang.Integer, class=java.lang.Long, value=7000000000");
        assertThatThrownBy(() -> decode(String.class, 2, "7".getBytes(UTF_8)))
                .hasMessageContaining("declaredType=java.lang.String, class=java.lang.Integer");
        assertThatThrownBy(() -> decode(byte[].class, 16, "secret".getBytes(UTF_8)))
                .hasMessageContaining("class=java.lang.String")
                .hasMessageNotContaining("secret");
        for (String text : List.of("", "x", "1.5", "18446744073709551615", "1".repeat(41))) {
            assertThatThrownBy(() -> decode(Long.class, 4, text.getBytes(UTF_8)))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("must be decimal digits");
        }
        assertThatThrownBy(
                        () -> Codecs.forPlainValues(Object.class, null, CONTEXT).decode(new byte[3]))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("a value must have flags");
    }

    @Test
    void userCodec_itsBytesHaveNoFlags() {
        Codec<Boolean> codec = new Codec<>() {
            @Override
            public String id() {
                return "yes-or-no";
            }

            @Override
            public byte[] encode(Boolean object) {
                return new byte[] {(byte) (object ? 'y' : 'n')};
            }

            @Override
            public Boolean decode(byte[] bytes, int offset, int length) {
                return bytes[offset] == 'y';
            }

            @Override
            public boolean isCanonical() {
                return true;
            }
        };
        ValueCodec<Boolean> values = Codecs.forPlainValues(Boolean.class, codec, CONTEXT);

        assertThat(values.id()).isEqualTo("yes-or-no");
        assertThat(values.encode(true)).containsExactly(0, 0, 0, 0, 'y');
        assertThat(values.decode(values.encode(true))).isTrue();
        assertThatThrownBy(() -> values.decode(new byte[] {0, 0, 0, 16, 'y'}))
                .hasMessageContaining("must have the client flags of bytes: clientFlags=0x10");
    }

    private static <V> byte[] encode(Class<V> type, V value) {
        return Codecs.forPlainValues(type, null, CONTEXT).encode(value);
    }

    private static <V> V decode(Class<V> type, int flags, byte[] value) {
        byte[] bytes =
                ByteBuffer.allocate(4 + value.length).putInt(flags).put(value).array();
        return Codecs.forPlainValues(type, null, CONTEXT).decode(bytes);
    }
}
