package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.internal.codec.TestTypes.Animal;
import io.slabcache.jcache.internal.codec.TestTypes.Box;
import io.slabcache.jcache.internal.codec.TestTypes.Dog;
import io.slabcache.jcache.internal.codec.TestTypes.Point;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.Vector;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

// Old lists equal new ones.
@SuppressWarnings("JdkObsolete")
class KeyCodecTest {
    private final CodecContext context = CodecContext.builder(KeyCodecTest.class.getClassLoader())
            .learnWritten(true)
            .build();
    private final KeyCodec<Object> codec = Codecs.forKeys(Object.class, null, context);

    @ParameterizedTest
    @ValueSource(
            classes = {String.class, Long.class, Integer.class, UUID.class, byte[].class, Instant.class, Box.Size.class
            })
    void isCanonical_finalTypeOfCanonicalFormat_holds(Class<?> type) {
        assertThat(Codecs.forKeys(type, null, context).isCanonical()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Object.class,
                Number.class,
                BigDecimal.class,
                URI.class,
                Locale.class,
                Point.class,
                Enum.class,
                int[].class,
                Comparable.class
            })
    void isCanonical_typeWithOtherObjects_doesNotHold(Class<?> type) {
        assertThat(Codecs.forKeys(type, null, context).isCanonical()).isFalse();
    }

    @Test
    void encode_typedAndUntyped_giveTheSameBytes() {
        assertThat(Codecs.forKeys(String.class, null, context).encode("a")).isEqualTo(codec.encode("a"));
        assertThat(Codecs.forKeys(Long.class, null, context).encode(1L)).isEqualTo(codec.encode(1L));
        assertThat(Codecs.forKeys(Box.Size.class, null, context).encode(Box.Size.LARGE))
                .isEqualTo(codec.encode(Box.Size.LARGE));
        assertThat(Codecs.forKeys(Point.class, null, context).encode(new Point(1, 2)))
                .isEqualTo(codec.encode(new Point(1, 2)));
    }

    @Test
    void encode_otherThanDeclaredType_isClassCastException() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        KeyCodec<Object> strings = (KeyCodec) Codecs.forKeys(String.class, null, context);

        assertThatThrownBy(() -> strings.encode(1L))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("declaredType=java.lang.String")
                .hasMessageContaining("class=java.lang.Long");
        assertThatThrownBy(() -> strings.decode(codec.encode(1L), 0, 9)).isInstanceOf(CacheException.class);
    }

    @Test
    void isCanonical_perKey_followsItsFormat() {
        for (Object key : List.of("a", 1L, new byte[1], Box.Size.SMALL, Locale.GERMANY, new BigDecimal("1.0"))) {
            byte[] bytes = codec.encode(key);
            assertThat(codec.isCanonical(bytes, 0, bytes.length)).as("%s", key).isTrue();
        }
        for (Object key : List.of(URI.create("a:b"), List.of(1), new Point(1, 2), new int[1])) {
            byte[] bytes = codec.encode(key);
            assertThat(codec.isCanonical(bytes, 0, bytes.length)).as("%s", key).isFalse();
        }
        assertThat(codec.isCanonical(new byte[0], 0, 0)).isFalse();
    }

    static Stream<List<Object>> equalKeys() {
        var shared = new String("shared".toCharArray());
        return Stream.of(
                List.of(List.of("a", "b"), new ArrayList<>(List.of("a", "b")), new Vector<>(List.of("a", "b"))),
                List.of(new LinkedHashSet<>(List.of("Aa", "BB")), new LinkedHashSet<>(List.of("BB", "Aa"))),
                List.of(Set.of(1, 2, 3), new HashSet<>(Set.of(3, 2, 1))),
                List.of(List.of(shared, shared), List.of(shared, new String("shared".toCharArray()))),
                List.of(URI.create("HTTP://example.org/a"), URI.create("http://EXAMPLE.org/a")),
                List.of(new Animal("rex"), new Dog("rex", List.of())),
                List.of(new int[] {1, 2}, new int[] {1, 2}),
                List.of(new Object[] {"a", new int[] {1}}, new Object[] {"a", new int[] {1}}),
                List.of(new byte[] {1}, new byte[] {1}),
                List.of("a", new String("a".toCharArray())),
                List.of(new BigDecimal("1.0"), new BigDecimal("1.0")));
    }

    @ParameterizedTest
    @MethodSource("equalKeys")
    void matchesHashed_equalKeys_haveOneHashAndMatch(List<Object> keys) {
        for (Object key : keys) {
            for (Object other : keys) {
                byte[] hashed = codec.encodeHashed(key);
                byte[] stored = codec.encodeHashed(other);

                assertThat(Arrays.copyOf(stored, KeyCodec.HASH_LENGTH))
                        .isEqualTo(Arrays.copyOf(hashed, KeyCodec.HASH_LENGTH));
                assertThat(codec.matchesHashed(key, hashed, stored)).isTrue();
            }
        }
    }

    @Test
    void matchesHashed_unequalKeysOfOneHash_doNotMatch() {
        List<List<Object>> pairs = List.of(
                List.of(List.of("Aa"), List.of("BB")),
                List.of(new Animal("Aa"), new Animal("BB")),
                List.of(new Point(0, 31), new Point(1, 0)));
        for (List<Object> pair : pairs) {
            byte[] hashed = codec.encodeHashed(pair.get(0));
            byte[] stored = codec.encodeHashed(pair.get(1));

            assertThat(Arrays.copyOf(stored, KeyCodec.HASH_LENGTH))
                    .isEqualTo(Arrays.copyOf(hashed, KeyCodec.HASH_LENGTH));
            assertThat(codec.matchesHashed(pair.get(0), hashed, stored)).isFalse();
        }
    }

    @Test
    void matchesHashed_keysOfDifferentTypes_doNotMatch() {
        List<Object> keys = List.of(
                1,
                1L,
                "1",
                '1',
                new BigDecimal("1"),
                new BigDecimal("1.0"),
                new byte[] {1},
                List.of(1),
                1.0,
                0.0,
                -0.0);
        for (Object key : keys) {
            for (Object other : keys) {
                assertThat(codec.matchesHashed(key, codec.encodeHashed(key), codec.encodeHashed(other)))
                        .as("%s and %s", key, other)
                        .isEqualTo(key == other);
            }
        }
    }

    @Test
    void encodeHashed_isHashThenPlainForm() {
        for (Object key : List.of("a", 1L, new Point(1, 2), List.of("a"))) {
            byte[] hashed = codec.encodeHashed(key);

            assertThat(Arrays.copyOfRange(hashed, KeyCodec.HASH_LENGTH, hashed.length))
                    .isEqualTo(codec.encode(key));
            assertThat(codec.decodeHashed(hashed)).isEqualTo(key);
        }
    }

    @Test
    void encodeHashed_stringsOfOneHashCode_haveDifferentHashes() {
        // Strings whose hash codes are all the same must not make a cache slow.
        List<String> strings = IntStream.range(0, 1 << 12)
                .mapToObj(bits -> IntStream.range(0, 12)
                        .mapToObj(bit -> ((bits >> bit) & 1) == 0 ? "Aa" : "BB")
                        .reduce("", String::concat))
                .toList();
        assertThat(strings.stream().mapToInt(String::hashCode).distinct().count())
                .isEqualTo(1);

        long hashes = strings.stream()
                .mapToInt(string -> BigEndian.getInt(codec.encodeHashed(string), 0))
                .distinct()
                .count();

        // About 2^12 squared over 2^33 pairs are to be expected, which is none.
        assertThat(hashes).isGreaterThan(strings.size() - 4);
    }

    @Test
    void encodeHashed_consecutiveNumbers_spreadOverAllBits() {
        int[] ones = new int[Integer.SIZE];
        int count = 4_096;
        for (long i = 0; i < count; i++) {
            int hash = BigEndian.getInt(codec.encodeHashed(i), 0);
            for (int bit = 0; bit < ones.length; bit++) {
                ones[bit] += (hash >>> bit) & 1;
            }
        }

        // Half of them, within more than six standard deviations of 32.
        assertThat(Arrays.stream(ones).boxed())
                .allSatisfy(n -> assertThat(n).isBetween(count / 2 - 224, count / 2 + 224));
    }

    @Test
    void decodeHashed_tooShort_isMalformed() {
        for (int length = 0; length <= KeyCodec.HASH_LENGTH; length++) {
            var bytes = new byte[length];
            assertThatThrownBy(() -> codec.decodeHashed(bytes)).isInstanceOf(CacheException.class);
        }
    }

    @Test
    void encode_null_isNullPointerException() {
        assertThatNullPointerException().isThrownBy(() -> codec.encode(nothing()));
        assertThatNullPointerException().isThrownBy(() -> codec.encodeHashed(nothing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
