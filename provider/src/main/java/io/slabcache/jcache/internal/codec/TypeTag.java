package io.slabcache.jcache.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * The first byte of an encoded object: tells the format of the rest. Codes never change their meaning; 0 is never used,
 * and codes from 0x80 on are left to others.
 */
public enum TypeTag {
    /** A string of Latin-1 characters, a byte each. */
    STRING_LATIN1(0x01, true),
    /** A string with others than Latin-1 characters, in UTF-8. */
    STRING_UTF8(0x02, true),
    /** A string that UTF-8 would make longer, or cannot hold for its unpaired surrogates; two bytes a character. */
    STRING_UTF16(0x03, true),
    /** One byte, 0 or 1. */
    BOOLEAN(0x04, true),
    /** One byte. */
    BYTE(0x05, true),
    /** Two bytes. */
    SHORT(0x06, true),
    /** Two bytes. */
    CHARACTER(0x07, true),
    /** Four bytes. */
    INTEGER(0x08, true),
    /** Eight bytes. */
    LONG(0x09, true),
    /** Four bytes, the bits of the number; all NaNs alike, as {@link Float#equals} has them. */
    FLOAT(0x0A, true),
    /** Eight bytes, the bits of the number; all NaNs alike, as {@link Double#equals} has them. */
    DOUBLE(0x0B, true),
    /** The shortest two's complement form. */
    BIG_INTEGER(0x0C, true),
    /** Scale in four bytes, then the unscaled value in its shortest two's complement form. */
    BIG_DECIMAL(0x0D, true),
    /** The array's bytes; as a key it is compared by content. */
    BYTES(0x0E, true),
    /** Sixteen bytes. */
    UUID(0x0F, true),
    /** Length of the class's name in two bytes, the name of the class, the name of the constant. */
    ENUM(0x10, true),
    /** Milliseconds since the epoch in eight bytes. */
    DATE(0x11, true),
    /** Length of the language in one byte, the language, the country. */
    LOCALE(0x12, true),
    /** Its string form; not canonical, because equality ignores the case of scheme and host. */
    URI(0x13, false),
    /** The three letters of its code. */
    CURRENCY(0x14, true),

    /** Seconds in eight bytes, nanoseconds in four. */
    INSTANT(0x20, true),
    /** Seconds in eight bytes, nanoseconds in four. */
    DURATION(0x21, true),
    /** Years, months and days, four bytes each. */
    PERIOD(0x22, true),
    /** Year in four bytes, month and day in one each. */
    LOCAL_DATE(0x23, true),
    /** Nanoseconds of the day in eight bytes. */
    LOCAL_TIME(0x24, true),
    /** A date, then a time. */
    LOCAL_DATE_TIME(0x25, true),
    /** A time, then an offset. */
    OFFSET_TIME(0x26, true),
    /** A date, a time, an offset. */
    OFFSET_DATE_TIME(0x27, true),
    /** A date, a time, an offset, then the name of the region, empty where the zone is the offset. */
    ZONED_DATE_TIME(0x28, true),
    /** Four bytes. */
    YEAR(0x29, true),
    /** Year in four bytes, month in one. */
    YEAR_MONTH(0x2A, true),
    /** Month and day in one byte each. */
    MONTH_DAY(0x2B, true),
    /** Seconds in four bytes. */
    ZONE_OFFSET(0x2C, true),
    /** The name of the region. */
    ZONE_REGION(0x2D, true),

    /** Names of the class and the components, then these; not canonical, because a class may define its own equality. */
    RECORD(0x30, false),

    /** A stream of Java serialization without its header; equal objects may differ in bytes. */
    JAVA_SERIALIZED(0x7F, false);

    /** The largest code a tag may have. */
    static final int MAX_CODE = 0x7F;

    private static final @Nullable TypeTag[] BY_CODE = new TypeTag[MAX_CODE + 1];

    static {
        for (TypeTag tag : values()) {
            if (BY_CODE[tag.code] != null) {
                throw new IllegalStateException("a type code must be used once: code=" + tag.code);
            }
            BY_CODE[tag.code] = tag;
        }
    }

    private final int code;
    private final boolean canonical;

    TypeTag(int code, boolean canonical) {
        this.code = code;
        this.canonical = canonical;
    }

    /**
     * Returns the tag of a code.
     *
     * @param code the first byte of an encoded object
     * @return the tag, or null if the code is unknown
     */
    public static @Nullable TypeTag of(byte code) {
        return code < 0 ? null : BY_CODE[code];
    }

    /**
     * Returns the first byte of the encoded objects.
     *
     * @return 1 to 127
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether objects of this format that are equal have equal bytes.
     *
     * @return whether the bytes alone decide equality
     */
    public boolean isCanonical() {
        return canonical;
    }
}
