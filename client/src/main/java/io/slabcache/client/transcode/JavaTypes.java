package io.slabcache.client.transcode;

import java.util.Date;

/** Decoders that two formats of Java clients share. */
final class JavaTypes {
    private JavaTypes() {}

    static Boolean booleanOf(byte[] bytes, int no, int yes) {
        if (bytes.length != 1 || (bytes[0] != no && bytes[0] != yes)) {
            throw new UndecodableItemException(
                    "boolean must be one byte, " + no + " or " + yes + ": valueLength=" + bytes.length, null);
        }
        return bytes[0] == yes;
    }

    static Integer intOf(byte[] bytes) {
        return (int) BigEndianNumber.read(bytes, Integer.BYTES);
    }

    static Long longOf(byte[] bytes) {
        return BigEndianNumber.read(bytes, Long.BYTES);
    }

    static Byte byteOf(byte[] bytes) {
        return (byte) BigEndianNumber.read(bytes, Byte.BYTES);
    }

    static Float floatOf(byte[] bytes) {
        return Float.intBitsToFloat(intOf(bytes));
    }

    static Double doubleOf(byte[] bytes) {
        return Double.longBitsToDouble(longOf(bytes));
    }

    // The formats have this type and no other for moments.
    @SuppressWarnings("JavaUtilDate")
    static Date dateOf(byte[] bytes) {
        return new Date(longOf(bytes));
    }

    @SuppressWarnings("JavaUtilDate")
    static long millisOf(Date date) {
        return date.getTime();
    }

    @SuppressWarnings("UnnecessaryStringBuilder")
    static StringBuilder builderOf(byte[] bytes) {
        return new StringBuilder(Utf8.decode(bytes));
    }

    // Whoever stored one gets one back.
    @SuppressWarnings("JdkObsolete")
    static StringBuffer bufferOf(byte[] bytes) {
        return new StringBuffer(Utf8.decode(bytes));
    }
}
