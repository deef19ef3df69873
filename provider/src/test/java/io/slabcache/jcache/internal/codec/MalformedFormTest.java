package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedFormTest {
    private static final ValueCodec<Object> CODEC = Codecs.forValues(
            Object.class,
            null,
            CodecContext.builder(MalformedFormTest.class.getClassLoader())
                    .learnWritten(true)
                    .build());

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    empty                          |                                | must have a type tag
                    tag 0                          | 00                             | tag must be known: tag=0
                    unknown tag                    | 7E01                           | tag must be known: tag=126
                    foreign tag                    | FF                             | tag must be known: tag=255
                    UTF-8 cut in a character       | 02C4                           | well-formed UTF-8
                    UTF-8 of a surrogate           | 02EDA080                       | well-formed UTF-8
                    UTF-8 longer than needed       | 02C080                         | well-formed UTF-8
                    UTF-16 of odd length           | 030041FF                       | length must be even
                    boolean 2                      | 0402                           | a value of its type
                    boolean empty                  | 04                             | length must be 1
                    byte too long                  | 050102                         | length must be 1
                    short too short                | 0601                           | length must be 2
                    character too long             | 07010203                       | length must be 2
                    integer too short              | 08010203                       | length must be 4
                    long too short                 | 0901020304050607               | length must be 8
                    long too long                  | 09010203040506070809           | length must be 8
                    float too short                | 0A010203                       | length must be 4
                    double too short               | 0B010203                       | length must be 8
                    big integer without digits     | 0C                             | at least one byte
                    big decimal without digits     | 0D00000000                     | length must be over 4
                    UUID too short                 | 0F000102030405060708090A0B0C0D | length must be 16
                    enum without a name            | 1000                           | length must be at least 2
                    enum, name too long            | 10FFFF41                       | name of the class must end inside
                    enum without a constant        | 10000141                       | name of the class must end inside
                    date too short                 | 1100                           | length must be 8
                    locale empty                   | 12                             | length must be at least 1
                    locale, language too long      | 12FF656E                       | language must end inside
                    URI with a space               | 132041                         | a value of its type
                    currency unknown               | 14414141                       | a value of its type
                    currency of no letters         | 14                             | a value of its type
                    instant, nanos negative        | 200000000000000000FFFFFFFF     | a value of its type
                    instant too far                | 207FFFFFFFFFFFFFFF00000000     | a value of its type
                    duration, nanos a second       | 2100000000000000003B9ACA00     | a value of its type
                    period too short               | 2200                           | length must be 12
                    date of month 13               | 23000007D00D01                 | a value of its type
                    February 30                    | 23000007D0021E                 | a value of its type
                    time after midnight            | 244E94914F0000                 | length must be 8
                    time of a day                  | 2400004E94914F0000             | a value of its type
                    date and time too short        | 2500                           | length must be 14
                    offset of 19 hours             | 2C00010B30                     | a value of its type
                    zoned, too short               | 2800                           | length must be at least 18
                    zoned, region unknown          | 28000007D0010100000000000000000000000041 | a value of its type
                    zoned, region an offset        | 28000007D001010000000000000000000000005A | a value of its type
                    year too large                 | 297FFFFFFF                     | a value of its type
                    year and month 0               | 2A000007D000                   | a value of its type
                    April 31                       | 2B041F                         | a value of its type
                    region unknown                 | 2D412F42                       | a value of its type
                    region is an offset            | 2D5A                           | a value of its type
                    region empty                   | 2D                             | a value of its type
                    serialized, empty              | 7F                             | cannot be deserialized
                    serialized, unknown type       | 7F00                           | cannot be deserialized
                    serialized, reference          | 7F71007E0000                   | cannot be deserialized
                    """)
    void decode_malformed_namesRuleOffsetAndLength(String name, @Nullable String hex, String rule) {
        byte[] bytes = hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
        var padded = new byte[bytes.length + 10];
        System.arraycopy(bytes, 0, padded, 3, bytes.length);

        assertThatThrownBy(() -> CODEC.decode(padded, 3, bytes.length))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining("offset=" + (bytes.length == 0 || rule.contains("known: tag") ? 3 : 4))
                .hasMessageContaining("length=");
    }

    @Test
    void decode_enumConstantUnknown_isMalformed() {
        byte[] bytes = CODEC.encode(TestTypes.Box.Size.SMALL);
        bytes[bytes.length - 1] = 'X';

        assertThatThrownBy(() -> CODEC.decode(bytes))
                .isInstanceOf(MalformedForm.class)
                .hasMessageContaining("type=ENUM");
    }

    @Test
    void decode_enumTagOfOtherClass_isMalformed() {
        byte[] bytes = HexFormat.of().parseHex("1000106A6176612E6C616E672E4F626A65637441");
        bytes[2] = 0x10;

        assertThatThrownBy(() -> CODEC.decode(bytes))
                .isInstanceOf(MalformedForm.class)
                .hasMessageContaining("must be an enum: class=java.lang.Object");
    }

    static Stream<Arguments> samples() {
        Stream<Object> builtIn =
                RoundTripTest.boundaries().map(arguments -> arguments.get()[0]);
        Stream<Object> serialized = Stream.of(
                List.of("a", 1, 2L),
                Map.of("key", List.of(1.5, 'c')),
                new TestTypes.Dog("rex", List.of(new TestTypes.Animal("tom"))),
                new TestTypes.Box(TestTypes.Box.Size.LARGE),
                new int[] {1, 2, 3});
        return Stream.concat(builtIn, serialized).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_cutAtEveryByte_isOtherObjectOrCacheException(Object object) {
        byte[] bytes = CODEC.encode(object);
        boolean serialized = bytes[0] == TypeTag.JAVA_SERIALIZED.code();
        for (int length = 0; length < bytes.length; length++) {
            // What is cut off follows in the array, as it would in a buffer that holds more than the object.
            try {
                Object decoded = CODEC.decode(bytes, 0, length);

                assertThat(serialized).as("cut at %d of %s", length, object).isFalse();
                assertThat(decoded).isNotEqualTo(object);
            } catch (CacheException e) {
                assertThat(e).hasMessageContaining("length=");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_everyByteChanged_isObjectOrCacheException(Object object) {
        byte[] bytes = CODEC.encode(object);
        for (int at = 0; at < bytes.length; at++) {
            for (int change : new int[] {1, 0x80, 0xFF}) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) change;
                try {
                    assertThat(CODEC.decode(changed)).isNotNull();
                } catch (CacheException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void decode_rangeOutsideOfArray_isRefusedAsTheCallersError() {
        var bytes = new byte[10];

        for (int[] range : new int[][] {{-1, 2}, {9, 2}, {0, -1}, {11, 0}, {Integer.MAX_VALUE, 1}}) {
            assertThatThrownBy(() -> CODEC.decode(bytes, range[0], range[1]))
                    .as(Arrays.toString(range))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void tags_areUniqueAndKnownByTheirCode() {
        assertThat(TypeTag.values())
                .allSatisfy(tag -> assertThat(TypeTag.of((byte) tag.code())).isSameAs(tag));
        assertThat(IntStream.rangeClosed(0x80, 0xFF).mapToObj(code -> TypeTag.of((byte) code)))
                .containsOnlyNulls();
        assertThat(TypeTag.of((byte) 0)).isNull();
    }
}
