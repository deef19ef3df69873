package io.slabcache.protocol;

import java.nio.ByteBuffer;

/** Writes numbers in decimal digits without making objects. */
final class TextDigits {
    /** The digits of the largest unsigned number of 64 bits. */
    static final int MAX_LENGTH = 20;

    private static final int RADIX = 10;

    private TextDigits() {}

    /** Returns how many digits an unsigned number has. */
    static int length(long number) {
        int length = 1;
        for (long rest = Long.divideUnsigned(number, RADIX); rest != 0; rest /= RADIX) {
            length++;
        }
        return length;
    }

    /** Writes an unsigned number at the position. */
    static void put(ByteBuffer out, long number) {
        int begin = out.position();
        int length = length(number);
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            long quotient = Long.divideUnsigned(rest, RADIX);
            out.put(begin + i, (byte) ('0' + (rest - quotient * RADIX)));
            rest = quotient;
        }
        out.position(begin + length);
    }
}
