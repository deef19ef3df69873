package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

// Dates are among the types that are tested.
@SuppressWarnings("JavaUtilDate")
class RoundTripTest {
    private static final int ROUNDS = 300;
    private static final List<String> ZONES = new ArrayList<>(ZoneId.getAvailableZoneIds());
    private static final CodecContext CONTEXT =
            CodecContext.builder(RoundTripTest.class.getClassLoader()).build();
    private static final KeyCodec<Object> KEYS = Codecs.forKeys(Object.class, null, CONTEXT);
    private static final ValueCodec<Object> VALUES = Codecs.forValues(Object.class, null, CONTEXT);

    static Stream<Arguments> boundaries() {
        return Stream.of(
                form("", TypeTag.STRING_LATIN1, 1),
                form("abc", TypeTag.STRING_LATIN1, 4),
                form("\u0000\u00FF", TypeTag.STRING_LATIN1, 3),
                form("ab\u0100", TypeTag.STRING_UTF8, 5),
                form("a\uD83D\uDE00", TypeTag.STRING_UTF8, 6),
                form("\uFFFDabc", TypeTag.STRING_UTF8, 7),
                form("\u65E5\u672C\u8A9E", TypeTag.STRING_UTF16, 7),
                form("a\uD83D", TypeTag.STRING_UTF16, 5),
                form("\uDE00\uD83D", TypeTag.STRING_UTF16, 5),
                form(true, TypeTag.BOOLEAN, 2),
                form(false, TypeTag.BOOLEAN, 2),
                form(Byte.MIN_VALUE, TypeTag.BYTE, 2),
                form(Short.MIN_VALUE, TypeTag.SHORT, 3),
                form('\uFFFF', TypeTag.CHARACTER, 3),
                form(Integer.MIN_VALUE, TypeTag.INTEGER, 5),
                form(Long.MIN_VALUE, TypeTag.LONG, 9),
                form(-0.0f, TypeTag.FLOAT, 5),
                form(Float.NaN, TypeTag.FLOAT, 5),
                form(-0.0, TypeTag.DOUBLE, 9),
                form(Double.NaN, TypeTag.DOUBLE, 9),
                form(Double.NEGATIVE_INFINITY, TypeTag.DOUBLE, 9),
                form(BigInteger.ZERO, TypeTag.BIG_INTEGER, 2),
                form(BigInteger.ONE.shiftLeft(63).negate(), TypeTag.BIG_INTEGER, 9),
                form(new BigDecimal("1.10"), TypeTag.BIG_DECIMAL, 6),
                form(BigDecimal.valueOf(1, Integer.MIN_VALUE), TypeTag.BIG_DECIMAL, 6),
                form(new byte[0], TypeTag.BYTES, 1),
                form(new byte[] {1, 2, 3}, TypeTag.BYTES, 4),
                form(new UUID(Long.MIN_VALUE, -1), TypeTag.UUID, 17),
                form(TimeUnit.DAYS, TypeTag.ENUM, 3 + "java.util.concurrent.TimeUnit".length() + 4),
                form(new Date(Long.MAX_VALUE), TypeTag.DATE, 9),
                form(Locale.ROOT, TypeTag.LOCALE, 2),
                form(Locale.CANADA_FRENCH, TypeTag.LOCALE, 6),
                form(URI.create("HTTP://Example.org/%7e"), TypeTag.URI, 23),
                form(Currency.getInstance("EUR"), TypeTag.CURRENCY, 4),
                form(Instant.MIN, TypeTag.INSTANT, 13),
                form(Instant.MAX, TypeTag.INSTANT, 13),
                form(Duration.ofSeconds(Long.MIN_VALUE, 0), TypeTag.DURATION, 13),
                form(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), TypeTag.DURATION, 13),
                form(Period.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE), TypeTag.PERIOD, 13),
                form(LocalDate.MIN, TypeTag.LOCAL_DATE, 7),
                form(LocalTime.MAX, TypeTag.LOCAL_TIME, 9),
                form(LocalDateTime.MAX, TypeTag.LOCAL_DATE_TIME, 15),
                form(OffsetTime.MIN, TypeTag.OFFSET_TIME, 13),
                form(OffsetDateTime.MAX, TypeTag.OFFSET_DATE_TIME, 19),
                form(ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.MAX), TypeTag.ZONED_DATE_TIME, 19),
                form(Year.of(Year.MIN_VALUE), TypeTag.YEAR, 5),
                form(YearMonth.of(Year.MAX_VALUE, 12), TypeTag.YEAR_MONTH, 6),
                form(MonthDay.of(2, 29), TypeTag.MONTH_DAY, 3),
                form(ZoneOffset.MIN, TypeTag.ZONE_OFFSET, 5),
                form(ZoneId.of("Europe/Berlin"), TypeTag.ZONE_REGION, 14),
                form(ZoneId.of("UTC+01:00"), TypeTag.ZONE_REGION, 10));
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void encode_boundary_hasItsTagAndLengthAndComesBack(Object object, TypeTag tag, int length) {
        byte[] bytes = VALUES.encode(object);

        assertThat(bytes).hasSize(length);
        assertThat(TypeTag.of(bytes[0])).isEqualTo(tag);
        Object decoded = VALUES.decode(bytes);
        assertThat(decoded).isEqualTo(object).hasSameClassAs(object);
    }

    static Stream<Arguments> generators() {
        return Stream.of(
                generator("string", RoundTripTest::string),
                generator("byte", random -> (byte) random.nextInt()),
                generator("short", random -> (short) random.nextInt()),
                generator("char", random -> (char) random.nextInt()),
                generator("int", RandomGenerator::nextInt),
                generator("long", RandomGenerator::nextLong),
                generator("float", random -> Float.intBitsToFloat(random.nextInt())),
                generator("double", random -> Double.longBitsToDouble(random.nextLong())),
                generator("BigInteger", random -> new BigInteger(bytes(random, 1))),
                generator("BigDecimal", random -> new BigDecimal(new BigInteger(bytes(random, 1)), random.nextInt())),
                generator("byte[]", random -> bytes(random, 0)),
                generator("UUID", random -> new UUID(random.nextLong(), random.nextLong())),
                generator("enum", random -> DayOfWeek.of(random.nextInt(1, 8))),
                generator("Date", random -> new Date(random.nextLong())),
                generator(
                        "Locale",
                        random -> Locale.getAvailableLocales()[random.nextInt(Locale.getAvailableLocales().length)]),
                generator("Instant", RoundTripTest::instant),
                generator("Duration", random -> Duration.ofSeconds(random.nextLong() / 2, random.nextLong())),
                generator("LocalDateTime", random -> LocalDateTime.ofInstant(instant(random), ZoneOffset.UTC)),
                generator("OffsetDateTime", random -> instant(random).atOffset(offset(random))),
                generator("ZonedDateTime", random -> instant(random).atZone(zone(random))),
                generator("ZoneId", RoundTripTest::zone));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generators")
    void encode_random_comesBackAndEqualKeysHaveEqualForms(String name, Function<RandomGenerator, Object> generator) {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Object object = generator.apply(random);
            byte[] bytes = VALUES.encode(object);

            Object decoded = VALUES.decode(bytes, 0, bytes.length);

            assertThat(decoded).as("%s seed=%d round=%d", name, seed, round).isEqualTo(object);
            assertThat(KEYS.encode(decoded)).isEqualTo(bytes);
            assertThat(KEYS.encodeHashed(decoded)).isEqualTo(KEYS.encodeHashed(object));
        }
    }

    @Test
    void decode_insideLargerArray_readsItsRangeOnly() {
        for (Arguments boundary : boundaries().toList()) {
            Object object = boundary.get()[0];
            byte[] bytes = VALUES.encode(object);
            var padded = new byte[bytes.length + 20];
            Arrays.fill(padded, (byte) 0x55);
            System.arraycopy(bytes, 0, padded, 7, bytes.length);

            Object decoded = VALUES.decode(padded, 7, bytes.length);

            assertThat(decoded).isEqualTo(object);
        }
    }

    @Test
    void encode_withHeadroom_leavesItFree() {
        for (Arguments boundary : boundaries().toList()) {
            Object object = boundary.get()[0];
            byte[] bytes = VALUES.encode(object);

            byte[] withHeadroom = VALUES.encode(object, 9);

            assertThat(Arrays.copyOf(withHeadroom, 9)).containsOnly(0);
            assertThat(Arrays.copyOfRange(withHeadroom, 9, withHeadroom.length)).isEqualTo(bytes);
        }
    }

    @Test
    void encode_otherNaN_hasTheFormOfNaN() {
        float otherFloat = Float.intBitsToFloat(0x7FC0_0001);
        double otherDouble = Double.longBitsToDouble(0x7FF8_0000_0000_0001L);

        assertThat(KEYS.encode(otherFloat)).isEqualTo(KEYS.encode(Float.NaN));
        assertThat(KEYS.encode(otherDouble)).isEqualTo(KEYS.encode(Double.NaN));
    }

    private static Arguments form(Object object, TypeTag tag, int length) {
        return Arguments.of(object, tag, length);
    }

    private static Arguments generator(String name, Function<RandomGenerator, Object> generator) {
        return Arguments.of(name, generator);
    }

    private static String string(RandomGenerator random) {
        int bound = 1 << random.nextInt(1, 17);
        var chars = new char[random.nextInt(40)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) random.nextInt(bound);
        }
        if (chars.length > 1 && random.nextBoolean()) {
            int codePoint = random.nextInt(Character.MIN_SUPPLEMENTARY_CODE_POINT, Character.MAX_CODE_POINT + 1);
            Character.toChars(codePoint, chars, random.nextInt(chars.length - 1));
        }
        return new String(chars);
    }

    private static byte[] bytes(RandomGenerator random, int minLength) {
        var bytes = new byte[random.nextInt(minLength, 40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Instant instant(RandomGenerator random) {
        long years = 20_000L * 366 * 86_400;
        return Instant.ofEpochSecond(random.nextLong(-years, years), random.nextInt(1_000_000_000));
    }

    private static ZoneOffset offset(RandomGenerator random) {
        return ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 3600, 18 * 3600 + 1));
    }

    private static ZoneId zone(RandomGenerator random) {
        return random.nextInt(4) == 0 ? offset(random) : ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    }
}
