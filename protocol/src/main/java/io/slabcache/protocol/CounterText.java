package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A counter as it is stored: an unsigned 64-bit number in decimal ASCII digits.
 *
 * <p>Memcached stores a shorter result in place and pads it: "10" decremented is "9 ". So blanks around the digits belong to the
 * format.
 */
public final class CounterText {
    private static final int RADIX = 10;
    private static final long MAX_BEFORE_LAST_DIGIT = Long.divideUnsigned(-1L, RADIX);
    private static final int MAX_LAST_DIGIT = (int) Long.remainderUnsigned(-1L, RADIX);

    private CounterText() {}

    /**
     * Tells whether a value is a counter: at least one digit, blanks around them, nothing else, and no more than 64 bits.
     *
     * @param buffer holds the value
     * @param offset where the value begins, an absolute index
     * @param length the value's length in bytes
     * @return true if {@link #parse} takes it
     */
    public static boolean isCounter(ByteBuffer buffer, int offset, int length) {
        int begin = skipBlanks(buffer, offset, offset + length);
        int end = dropBlanks(buffer, begin, offset + length);
        if (begin == end) {
            return false;
        }
        long number = 0;
        for (int i = begin; i < end; i++) {
            int digit = buffer.get(i) - '0';
            if (digit < 0 || digit >= RADIX || wouldOverflow(number, digit)) {
                return false;
            }
            number = number * RADIX + digit;
        }
        return true;
    }

    /**
     * Tells whether a value is a counter.
     *
     * @param value the value
     * @return true if {@link #parse} takes it
     */
    public static boolean isCounter(byte[] value) {
        return isCounter(ByteBuffer.wrap(value), 0, value.length);
    }

    /**
     * Reads a counter.
     *
     * @param buffer holds the value
     * @param offset where the value begins, an absolute index
     * @param length the value's length in bytes
     * @return the number, unsigned
     * @throws IllegalArgumentException if the value is not a counter
     */
    public static long parse(ByteBuffer buffer, int offset, int length) {
        if (!isCounter(buffer, offset, length)) {
            throw new IllegalArgumentException(
                    "value must be decimal digits of a number of 64 bits: valueLength=" + length);
        }
        int begin = skipBlanks(buffer, offset, offset + length);
        int end = dropBlanks(buffer, begin, offset + length);
        long number = 0;
        for (int i = begin; i < end; i++) {
            number = number * RADIX + (buffer.get(i) - '0');
        }
        return number;
    }

    /**
     * Reads a counter.
     *
     * @param value the value
     * @return the number, unsigned
     * @throws IllegalArgumentException if the value is not a counter
     */
    public static long parse(byte[] value) {
        return parse(ByteBuffer.wrap(value), 0, value.length);
    }

    /**
     * Returns the value to store for a counter.
     *
     * @param counter the number, unsigned
     * @return its decimal digits
     */
    public static byte[] format(long counter) {
        return Long.toUnsignedString(counter).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean wouldOverflow(long number, int digit) {
        int order = Long.compareUnsigned(number, MAX_BEFORE_LAST_DIGIT);
        return order > 0 || (order == 0 && digit > MAX_LAST_DIGIT);
    }

    private static int skipBlanks(ByteBuffer buffer, int begin, int end) {
        int i = begin;
        while (i < end && buffer.get(i) == ' ') {
            i++;
        }
        return i;
    }

    private static int dropBlanks(ByteBuffer buffer, int begin, int end) {
        int i = end;
        while (i > begin && buffer.get(i - 1) == ' ') {
            i--;
        }
        return i;
    }
}
