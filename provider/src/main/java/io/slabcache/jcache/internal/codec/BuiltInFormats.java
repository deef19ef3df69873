package io.slabcache.jcache.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
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
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The formats of the JDK's classes, by class and by tag. Classes are matched exactly, never by inheritance. */
final class BuiltInFormats {
    private static final Map<Class<?>, Format<?>> BY_CLASS = new HashMap<>();
    private static final @Nullable Format<?>[] BY_TAG = new Format<?>[TypeTag.MAX_CODE + 1];

    static {
        register(String.class, StringFormat.INSTANCE, TypeTag.STRING_LATIN1, TypeTag.STRING_UTF8, TypeTag.STRING_UTF16);
        register(byte[].class, BytesFormat.INSTANCE, TypeTag.BYTES);
        registerNumbers();
        registerOthers();
        registerTimes();
    }

    private BuiltInFormats() {}

    /**
     * Returns the format of a class.
     *
     * @param type the class
     * @return its format, or null if it has none
     */
    // Each class is registered with a format of its own type.
    @SuppressWarnings("unchecked")
    static <T> @Nullable Format<T> of(Class<? extends T> type) {
        return (Format<T>) BY_CLASS.get(type);
    }

    /**
     * Returns the format of a tag.
     *
     * @param tag the tag
     * @return its format, or null if it is not among those of the JDK's classes
     */
    static @Nullable Format<?> of(TypeTag tag) {
        return BY_TAG[tag.code()];
    }

    private static <T> void register(Class<? extends T> type, Format<T> format, TypeTag... tags) {
        if (BY_CLASS.put(type, format) != null) {
            throw new IllegalStateException("a class must have one format: class=" + type.getName());
        }
        for (TypeTag tag : tags) {
            if (BY_TAG[tag.code()] != null) {
                throw new IllegalStateException("a tag must have one format: tag=" + tag);
            }
            BY_TAG[tag.code()] = format;
        }
    }

    private static <T> void register(
            Class<T> type, TypeTag tag, int length, FixedFormat.Putter<T> putter, FixedFormat.Getter<T> getter) {
        register(type, new FixedFormat<>(tag, length, putter, getter), tag);
    }

    private static void registerNumbers() {
        register(Boolean.class, TypeTag.BOOLEAN, 1, BuiltInFormats::putBoolean, BuiltInFormats::getBoolean);
        register(Byte.class, TypeTag.BYTE, Byte.BYTES, (n, bytes, at) -> bytes[at] = n, (bytes, at) -> bytes[at]);
        register(
                Short.class,
                TypeTag.SHORT,
                Short.BYTES,
                (n, bytes, at) -> BigEndian.putShort(bytes, at, n),
                BigEndian::getShort);
        register(
                Character.class,
                TypeTag.CHARACTER,
                Character.BYTES,
                (c, bytes, at) -> BigEndian.putChar(bytes, at, c),
                BigEndian::getChar);
        register(
                Integer.class,
                TypeTag.INTEGER,
                Integer.BYTES,
                (n, bytes, at) -> BigEndian.putInt(bytes, at, n),
                BigEndian::getInt);
        register(
                Long.class,
                TypeTag.LONG,
                Long.BYTES,
                (n, bytes, at) -> BigEndian.putLong(bytes, at, n),
                BigEndian::getLong);
        register(
                Float.class,
                TypeTag.FLOAT,
                Float.BYTES,
                (n, bytes, at) -> BigEndian.putInt(bytes, at, Float.floatToIntBits(n)),
                (bytes, at) -> Float.intBitsToFloat(BigEndian.getInt(bytes, at)));
        register(
                Double.class,
                TypeTag.DOUBLE,
                Double.BYTES,
                (n, bytes, at) -> BigEndian.putLong(bytes, at, Double.doubleToLongBits(n)),
                (bytes, at) -> Double.longBitsToDouble(BigEndian.getLong(bytes, at)));
        register(BigInteger.class, BigIntegerFormat.INSTANCE, TypeTag.BIG_INTEGER);
        register(BigDecimal.class, BigDecimalFormat.INSTANCE, TypeTag.BIG_DECIMAL);
    }

    // Users do cache dates, however bad the class is.
    @SuppressWarnings("JavaUtilDate")
    private static void registerOthers() {
        register(
                UUID.class,
                TypeTag.UUID,
                2 * Long.BYTES,
                (uuid, bytes, at) -> {
                    BigEndian.putLong(bytes, at, uuid.getMostSignificantBits());
                    BigEndian.putLong(bytes, at + Long.BYTES, uuid.getLeastSignificantBits());
                },
                (bytes, at) -> new UUID(BigEndian.getLong(bytes, at), BigEndian.getLong(bytes, at + Long.BYTES)));
        register(
                Date.class,
                TypeTag.DATE,
                Long.BYTES,
                (date, bytes, at) -> BigEndian.putLong(bytes, at, date.getTime()),
                (bytes, at) -> new Date(BigEndian.getLong(bytes, at)));
        register(Locale.class, LocaleFormat.INSTANCE, TypeTag.LOCALE);
        register(URI.class, new TextFormat<>(TypeTag.URI, URI::toString, BuiltInFormats::parseUri), TypeTag.URI);
        register(
                Currency.class,
                new TextFormat<>(TypeTag.CURRENCY, Currency::getCurrencyCode, Currency::getInstance),
                TypeTag.CURRENCY);
    }

    private static void registerTimes() {
        register(Instant.class, TimeFormats.INSTANT, TypeTag.INSTANT);
        register(Duration.class, TimeFormats.DURATION, TypeTag.DURATION);
        register(Period.class, TimeFormats.PERIOD, TypeTag.PERIOD);
        register(LocalDate.class, TimeFormats.LOCAL_DATE, TypeTag.LOCAL_DATE);
        register(LocalTime.class, TimeFormats.LOCAL_TIME, TypeTag.LOCAL_TIME);
        register(LocalDateTime.class, TimeFormats.LOCAL_DATE_TIME, TypeTag.LOCAL_DATE_TIME);
        register(OffsetTime.class, TimeFormats.OFFSET_TIME, TypeTag.OFFSET_TIME);
        register(OffsetDateTime.class, TimeFormats.OFFSET_DATE_TIME, TypeTag.OFFSET_DATE_TIME);
        register(ZonedDateTime.class, TimeFormats.ZONED_DATE_TIME, TypeTag.ZONED_DATE_TIME);
        register(Year.class, TimeFormats.YEAR, TypeTag.YEAR);
        register(YearMonth.class, TimeFormats.YEAR_MONTH, TypeTag.YEAR_MONTH);
        register(MonthDay.class, TimeFormats.MONTH_DAY, TypeTag.MONTH_DAY);
        register(ZoneOffset.class, TimeFormats.ZONE_OFFSET, TypeTag.ZONE_OFFSET);
        // The class of regions is not public.
        register(ZoneId.of("UTC").getClass(), TimeFormats.ZONE_REGION, TypeTag.ZONE_REGION);
    }

    private static void putBoolean(Boolean value, byte[] bytes, int offset) {
        bytes[offset] = (byte) (value ? 1 : 0);
    }

    private static Boolean getBoolean(byte[] bytes, int offset) {
        return switch (bytes[offset]) {
            case 0 -> Boolean.FALSE;
            case 1 -> Boolean.TRUE;
            default -> throw new IllegalArgumentException("a boolean must be 0 or 1: value=" + bytes[offset]);
        };
    }

    private static URI parseUri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a URI must be well-formed", e);
        }
    }
}
