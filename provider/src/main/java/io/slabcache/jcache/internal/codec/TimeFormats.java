package io.slabcache.jcache.internal.codec;

import java.nio.charset.StandardCharsets;
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

/** The formats of {@code java.time}. */
final class TimeFormats {
    private static final int SECONDS_AND_NANOS_LENGTH = Long.BYTES + Integer.BYTES;
    private static final int DATE_LENGTH = Integer.BYTES + 2;
    private static final int TIME_LENGTH = Long.BYTES;
    private static final int DATE_TIME_LENGTH = DATE_LENGTH + TIME_LENGTH;
    private static final int OFFSET_LENGTH = Integer.BYTES;

    static final Format<Instant> INSTANT = new FixedFormat<>(
            TypeTag.INSTANT,
            SECONDS_AND_NANOS_LENGTH,
            (instant, bytes, offset) -> {
                BigEndian.putLong(bytes, offset, instant.getEpochSecond());
                BigEndian.putInt(bytes, offset + Long.BYTES, instant.getNano());
            },
            (bytes, offset) -> Instant.ofEpochSecond(BigEndian.getLong(bytes, offset), nanos(bytes, offset)));

    static final Format<Duration> DURATION = new FixedFormat<>(
            TypeTag.DURATION,
            SECONDS_AND_NANOS_LENGTH,
            (duration, bytes, offset) -> {
                BigEndian.putLong(bytes, offset, duration.getSeconds());
                BigEndian.putInt(bytes, offset + Long.BYTES, duration.getNano());
            },
            (bytes, offset) -> Duration.ofSeconds(BigEndian.getLong(bytes, offset), nanos(bytes, offset)));

    static final Format<Period> PERIOD = new FixedFormat<>(
            TypeTag.PERIOD,
            3 * Integer.BYTES,
            (period, bytes, offset) -> {
                BigEndian.putInt(bytes, offset, period.getYears());
                BigEndian.putInt(bytes, offset + Integer.BYTES, period.getMonths());
                BigEndian.putInt(bytes, offset + 2 * Integer.BYTES, period.getDays());
            },
            (bytes, offset) -> Period.of(
                    BigEndian.getInt(bytes, offset),
                    BigEndian.getInt(bytes, offset + Integer.BYTES),
                    BigEndian.getInt(bytes, offset + 2 * Integer.BYTES)));

    static final Format<LocalDate> LOCAL_DATE =
            new FixedFormat<>(TypeTag.LOCAL_DATE, DATE_LENGTH, TimeFormats::putDate, TimeFormats::getDate);

    static final Format<LocalTime> LOCAL_TIME =
            new FixedFormat<>(TypeTag.LOCAL_TIME, TIME_LENGTH, TimeFormats::putTime, TimeFormats::getTime);

    static final Format<LocalDateTime> LOCAL_DATE_TIME = new FixedFormat<>(
            TypeTag.LOCAL_DATE_TIME, DATE_TIME_LENGTH, TimeFormats::putDateTime, TimeFormats::getDateTime);

    static final Format<OffsetTime> OFFSET_TIME = new FixedFormat<>(
            TypeTag.OFFSET_TIME,
            TIME_LENGTH + OFFSET_LENGTH,
            (time, bytes, offset) -> {
                putTime(time.toLocalTime(), bytes, offset);
                putOffset(time.getOffset(), bytes, offset + TIME_LENGTH);
            },
            (bytes, offset) -> OffsetTime.of(getTime(bytes, offset), getOffset(bytes, offset + TIME_LENGTH)));

    static final Format<OffsetDateTime> OFFSET_DATE_TIME = new FixedFormat<>(
            TypeTag.OFFSET_DATE_TIME,
            DATE_TIME_LENGTH + OFFSET_LENGTH,
            (dateTime, bytes, offset) -> {
                putDateTime(dateTime.toLocalDateTime(), bytes, offset);
                putOffset(dateTime.getOffset(), bytes, offset + DATE_TIME_LENGTH);
            },
            (bytes, offset) ->
                    OffsetDateTime.of(getDateTime(bytes, offset), getOffset(bytes, offset + DATE_TIME_LENGTH)));

    static final Format<Year> YEAR = new FixedFormat<>(
            TypeTag.YEAR,
            Integer.BYTES,
            (year, bytes, offset) -> BigEndian.putInt(bytes, offset, year.getValue()),
            (bytes, offset) -> Year.of(BigEndian.getInt(bytes, offset)));

    static final Format<YearMonth> YEAR_MONTH = new FixedFormat<>(
            TypeTag.YEAR_MONTH,
            Integer.BYTES + 1,
            (month, bytes, offset) -> {
                BigEndian.putInt(bytes, offset, month.getYear());
                bytes[offset + Integer.BYTES] = (byte) month.getMonthValue();
            },
            (bytes, offset) -> YearMonth.of(BigEndian.getInt(bytes, offset), bytes[offset + Integer.BYTES]));

    static final Format<MonthDay> MONTH_DAY = new FixedFormat<>(
            TypeTag.MONTH_DAY,
            2,
            (day, bytes, offset) -> {
                bytes[offset] = (byte) day.getMonthValue();
                bytes[offset + 1] = (byte) day.getDayOfMonth();
            },
            (bytes, offset) -> MonthDay.of(bytes[offset], bytes[offset + 1]));

    static final Format<ZoneOffset> ZONE_OFFSET =
            new FixedFormat<>(TypeTag.ZONE_OFFSET, OFFSET_LENGTH, TimeFormats::putOffset, TimeFormats::getOffset);

    static final Format<ZoneId> ZONE_REGION = new TextFormat<>(TypeTag.ZONE_REGION, ZoneId::getId, TimeFormats::region);

    static final Format<ZonedDateTime> ZONED_DATE_TIME = new ZonedDateTimeFormat();

    private TimeFormats() {}

    private static int nanos(byte[] bytes, int offset) {
        int nanos = BigEndian.getInt(bytes, offset + Long.BYTES);
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("nanoseconds must be less than a second: nanos=" + nanos);
        }
        return nanos;
    }

    private static void putDate(LocalDate date, byte[] bytes, int offset) {
        BigEndian.putInt(bytes, offset, date.getYear());
        bytes[offset + Integer.BYTES] = (byte) date.getMonthValue();
        bytes[offset + Integer.BYTES + 1] = (byte) date.getDayOfMonth();
    }

    private static LocalDate getDate(byte[] bytes, int offset) {
        return LocalDate.of(
                BigEndian.getInt(bytes, offset), bytes[offset + Integer.BYTES], bytes[offset + Integer.BYTES + 1]);
    }

    private static void putTime(LocalTime time, byte[] bytes, int offset) {
        BigEndian.putLong(bytes, offset, time.toNanoOfDay());
    }

    private static LocalTime getTime(byte[] bytes, int offset) {
        return LocalTime.ofNanoOfDay(BigEndian.getLong(bytes, offset));
    }

    private static void putDateTime(LocalDateTime dateTime, byte[] bytes, int offset) {
        putDate(dateTime.toLocalDate(), bytes, offset);
        putTime(dateTime.toLocalTime(), bytes, offset + DATE_LENGTH);
    }

    private static LocalDateTime getDateTime(byte[] bytes, int offset) {
        return LocalDateTime.of(getDate(bytes, offset), getTime(bytes, offset + DATE_LENGTH));
    }

    private static void putOffset(ZoneOffset zone, byte[] bytes, int offset) {
        BigEndian.putInt(bytes, offset, zone.getTotalSeconds());
    }

    private static ZoneOffset getOffset(byte[] bytes, int offset) {
        return ZoneOffset.ofTotalSeconds(BigEndian.getInt(bytes, offset));
    }

    private static ZoneId region(String id) {
        ZoneId zone = ZoneId.of(id);
        if (zone instanceof ZoneOffset || !zone.getId().equals(id)) {
            throw new IllegalArgumentException("a region must have its own name, not that of an offset: zone=" + id);
        }
        return zone;
    }

    /** A local date and time, the offset, and the region unless the zone is the offset itself. */
    private static final class ZonedDateTimeFormat implements Format<ZonedDateTime> {
        private static final int REGION_OFFSET = DATE_TIME_LENGTH + OFFSET_LENGTH;

        @Override
        public byte[] encode(ZonedDateTime object, int headroom) {
            ZoneId zone = object.getZone();
            byte[] region =
                    zone instanceof ZoneOffset ? new byte[0] : zone.getId().getBytes(StandardCharsets.UTF_8);
            byte[] bytes = Format.allocate(headroom, TypeTag.ZONED_DATE_TIME, REGION_OFFSET + region.length);
            int start = headroom + 1;
            putDateTime(object.toLocalDateTime(), bytes, start);
            putOffset(object.getOffset(), bytes, start + DATE_TIME_LENGTH);
            System.arraycopy(region, 0, bytes, start + REGION_OFFSET, region.length);
            return bytes;
        }

        @Override
        public ZonedDateTime decode(TypeTag tag, byte[] bytes, int offset, int length) {
            if (length < REGION_OFFSET) {
                throw new MalformedForm("the length must be at least " + REGION_OFFSET, tag, offset, length, null);
            }
            LocalDateTime dateTime = getDateTime(bytes, offset);
            ZoneOffset zoneOffset = getOffset(bytes, offset + DATE_TIME_LENGTH);
            ZoneId zone = length == REGION_OFFSET
                    ? zoneOffset
                    : region(StringFormat.decodeUtf8(tag, bytes, offset + REGION_OFFSET, length - REGION_OFFSET));
            // Keeps the instant where the time zone rules have changed since the object was written.
            return ZonedDateTime.ofInstant(dateTime, zoneOffset, zone);
        }
    }
}
