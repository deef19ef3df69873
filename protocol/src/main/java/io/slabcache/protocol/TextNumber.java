package io.slabcache.protocol;

import java.nio.ByteBuffer;

/**
 * A number in a text command, read as C's {@code strtoull} and {@code strtoll} do it, since memcached does: white space and a sign may
 * stand before the digits, and what stands behind white space behind them is not looked at.
 */
final class TextNumber {
    private static final int RADIX = 10;
    private static final long MAX_BEFORE_LAST_DIGIT = Long.divideUnsigned(-1L, RADIX);
    private static final int MAX_LAST_DIGIT = (int) Long.remainderUnsigned(-1L, RADIX);

    private long magnitude;
    private boolean negative;

    /** Reads an unsigned number of 64 bits; one with a minus sign only if it does not look negative when negated. */
    boolean readUnsigned(ByteBuffer in, int begin, int end) {
        return read(in, begin, end) && !(negative && -magnitude < 0);
    }

    /** Reads a signed number of 64 bits. */
    boolean readSigned(ByteBuffer in, int begin, int end) {
        return read(in, begin, end) && (magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE));
    }

    long value() {
        return negative ? -magnitude : magnitude;
    }

    private boolean read(ByteBuffer in, int begin, int end) {
        int i = begin;
        while (i < end && isSpace(in.get(i))) {
            i++;
        }
        negative = i < end && in.get(i) == '-';
        if (i < end && (in.get(i) == '-' || in.get(i) == '+')) {
            i++;
        }
        magnitude = 0;
        int digits = i;
        while (i < end && in.get(i) >= '0' && in.get(i) <= '9') {
            int digit = in.get(i) - '0';
            if (Long.compareUnsigned(magnitude, MAX_BEFORE_LAST_DIGIT) > 0
                    || (magnitude == MAX_BEFORE_LAST_DIGIT && digit > MAX_LAST_DIGIT)) {
                return false;
            }
            magnitude = magnitude * RADIX + digit;
            i++;
        }
        return i > digits && (i == end || isSpace(in.get(i)));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
