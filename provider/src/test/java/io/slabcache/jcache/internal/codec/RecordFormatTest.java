package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.RefusedClassException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as values and keys: what takes the format of its own, what does not, and what becomes of changed classes. */
class RecordFormatTest {
    private static final CodecContext CONTEXT = CodecContext.builder(RecordFormatTest.class.getClassLoader())
            .learnWritten(true)
            .build();
    private static final ValueCodec<Object> VALUES = Codecs.forValues(Object.class, null, CONTEXT);

    record Empty() implements Serializable {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) implements Serializable {}

    record Inner(@Nullable String text, @Nullable DayOfWeek day) implements Serializable {}

    record Outer(
            @Nullable UUID id,
            @Nullable BigDecimal price,
            @Nullable Instant at,
            @Nullable Inner inner,
            @Nullable URI uri)
            implements Serializable {}

    record Hidden(int number) implements Serializable {
        Hidden {
            if (number < 0) {
                throw new IllegalArgumentException("negative: " + number);
            }
        }

        @Override
        public int number() {
            return -1;
        }
    }

    record OldForm(int gone, String kept, long same) implements Serializable {}

    record NewForm(String kept, int added, @Nullable String addedText, long same) implements Serializable {}

    record BadForm(int gone, int kept, long same) implements Serializable {}

    record OldHost(OldForm form) implements Serializable {}

    record NewHost(NewForm form) implements Serializable {}

    @SuppressWarnings("ArrayRecordComponent") // Users have such.
    record Bytes(byte[] bytes) implements Serializable {}

    record Recursive(int number, @Nullable Recursive next) implements Serializable {}

    record Listing(List<String> texts) implements Serializable {}

    record Generic<T>(T content) implements Serializable {}

    record NotSerializable(int number) {}

    record Amount(BigInteger integer) implements Serializable {}

    record Place(Locale locale) implements Serializable {}

    record Resolved(int number) implements Serializable {
        private Object readResolve() {
            return new Resolved(number + 1);
        }
    }

    private static final class Subclass extends BigInteger {
        private static final long serialVersionUID = 1;

        Subclass() {
            super("7");
        }
    }

    static List<Record> supported() {
        return List.of(
                new Empty(),
                new Primitives(true, Byte.MIN_VALUE, Short.MAX_VALUE, '\uFFFF', -1, Long.MIN_VALUE, Float.NaN, -0.0),
                new Inner(null, null),
                new Inner("", DayOfWeek.FRIDAY),
                new Inner("x".repeat(20_000), DayOfWeek.MONDAY),
                new Outer(
                        new UUID(1, 2),
                        new BigDecimal("1.50"),
                        Instant.EPOCH,
                        new Inner("\u65E5", null),
                        URI.create("http://a/b")),
                new Outer(null, null, null, null, null),
                new Hidden(5),
                new Amount(BigInteger.TEN),
                new Place(Locale.GERMANY));
    }

    @ParameterizedTest
    @MethodSource("supported")
    void encode_supportedRecord_isTaggedAndRoundTrips(Record object) {
        byte[] bytes = VALUES.encode(object);
        assertThat(TypeTag.of(bytes[0])).isEqualTo(TypeTag.RECORD);
        assertThat(VALUES.decode(bytes)).isEqualTo(object);
        assertThat(typed(object.getClass()).decode(bytes)).isEqualTo(object);
        byte[] inside = new byte[bytes.length + 9];
        System.arraycopy(bytes, 0, inside, 4, bytes.length);
        assertThat(VALUES.decode(inside, 4, bytes.length)).isEqualTo(object);
    }

    // The type and the declared type are one.
    @SuppressWarnings("unchecked")
    private static ValueCodec<Object> typed(Class<?> type) {
        return Codecs.forValues((Class<Object>) type, null, CONTEXT);
    }

    @Test
    void encode_accessorThatAnswersOtherwise_storesTheFieldAsSerializationDoes() {
        assertThat(VALUES.decode(VALUES.encode(new Hidden(5))))
                .isInstanceOfSatisfying(
                        Hidden.class, read -> assertThat(read.number).isEqualTo(5));
    }

    @Test
    void encode_point_takesNamesAndContent() {
        int names = 2 + TestTypes.Point.class.getName().length() + 1 + 2 * (2 + 1);
        assertThat(VALUES.encode(new TestTypes.Point(1, 2))).hasSize(1 + names + 2 * (1 + 5));
    }

    @Test
    void encode_byteArrayComponent_isCopied() {
        byte[] array = {1, 2};
        byte[] encoded = VALUES.encode(new Bytes(array));
        array[0] = 9;
        assertThat(((Bytes) VALUES.decode(encoded)).bytes()).containsExactly(1, 2);
    }

    @Test
    void encode_unsupportedRecords_areSerialized() {
        for (Object object : List.of(
                new Recursive(1, new Recursive(2, null)),
                new Listing(List.of("a")),
                new Generic<>("a"),
                new Amount(new Subclass()),
                new Place(
                        new Locale.Builder().setLanguage("de").setScript("Latn").build()))) {
            byte[] bytes = VALUES.encode(object);
            assertThat(TypeTag.of(bytes[0])).as("%s", object).isEqualTo(TypeTag.JAVA_SERIALIZED);
            assertThat(VALUES.decode(bytes)).isEqualTo(object);
        }
        assertThat(VALUES.decode(VALUES.encode(new Resolved(1)))).isEqualTo(new Resolved(2));
        assertThatThrownBy(() -> VALUES.encode(new NotSerializable(1)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must be serializable");
    }

    @Test
    void decode_classHasChanged_componentsAreMatchedByName() {
        byte[] bytes = renamed(VALUES.encode(new OldForm(1, "text", 9)), "OldForm", "NewForm");
        VALUES.encode(new NewForm("", 0, null, 0));
        assertThat(VALUES.decode(bytes)).isEqualTo(new NewForm("text", 0, null, 9));
        byte[] host = renamed(
                renamed(VALUES.encode(new OldHost(new OldForm(1, "text", 9))), "OldForm", "NewForm"),
                "OldHost",
                "NewHost");
        VALUES.encode(new NewHost(new NewForm("", 0, null, 0)));
        assertThat(VALUES.decode(host)).isEqualTo(new NewHost(new NewForm("text", 0, null, 9)));
    }

    @Test
    void decode_componentOfAnotherType_namesClassComponentAndTypes() {
        VALUES.encode(new BadForm(1, 2, 3));
        byte[] bytes = renamed(VALUES.encode(new OldForm(1, "text", 9)), "OldForm", "BadForm");
        assertThatThrownBy(() -> VALUES.decode(bytes))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("BadForm")
                .hasMessageContaining("component=kept")
                .hasMessageContaining("java.lang.Integer")
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void decode_constructorRefuses_isACacheExceptionWithTheCause() {
        byte[] bytes = VALUES.encode(new Hidden(5));
        BigEndian.putInt(bytes, bytes.length - Integer.BYTES, -5);
        assertThatThrownBy(() -> VALUES.decode(bytes))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("Hidden")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_classNotAllowed_isRefusedWithoutAndWithTheDeclaredType() {
        byte[] bytes = VALUES.encode(new Inner("a", null));
        byte[] host = VALUES.encode(new Outer(null, null, null, new Inner("a", null), null));
        CodecContext strict = CodecContext.builder(RecordFormatTest.class.getClassLoader())
                .allowedClasses(List.of(Outer.class.getName()))
                .build();
        assertThatThrownBy(() -> Codecs.forValues(Object.class, null, strict).decode(bytes))
                .isInstanceOf(RefusedClassException.class);
        assertThatThrownBy(() -> Codecs.forValues(Inner.class, null, strict).decode(bytes))
                .isInstanceOf(RefusedClassException.class);
        assertThatThrownBy(() -> Codecs.forValues(Outer.class, null, strict).decode(host))
                .isInstanceOf(RefusedClassException.class)
                .hasMessageContaining("Inner");
    }

    @Test
    void decode_everyByteChangedOrCut_isARecordOrACacheException() {
        byte[] bytes =
                VALUES.encode(new Outer(new UUID(1, 2), BigDecimal.ONE, null, new Inner("a", DayOfWeek.FRIDAY), null));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> VALUES.decode(cut)).isInstanceOf(CacheException.class);
        }
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[at] = (byte) value;
                try {
                    assertThat(VALUES.decode(changed)).isNotNull();
                } catch (CacheException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void keys_equalRecords_areFoundByHashAndEquality() {
        KeyCodec<Object> keys = Codecs.forKeys(Object.class, null, CONTEXT);
        byte[] hashed = keys.encodeHashed(new Inner("a", DayOfWeek.FRIDAY));
        assertThat(keys.matchesHashed(new Inner("a", DayOfWeek.FRIDAY), hashed, hashed))
                .isTrue();
        assertThat(keys.decodeHashed(hashed)).isEqualTo(new Inner("a", DayOfWeek.FRIDAY));
        assertThat(keys.isCanonical(hashed, KeyCodec.HASH_LENGTH, hashed.length - KeyCodec.HASH_LENGTH))
                .isFalse();
    }

    /** Replaces a name by one of the same length, as if the class had been another when the bytes were written. */
    private static byte[] renamed(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
