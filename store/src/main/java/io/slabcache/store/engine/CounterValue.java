package io.slabcache.store.engine;

import io.slabcache.store.CounterMode;
import io.slabcache.store.memory.Memory;

/**
 * A value as a counter: what C's {@code strtoull} makes of it, since memcached reads counters so, clients' oddities included. Called
 * under the lock of the item's stripe.
 */
final class CounterValue {
    private static final int RADIX = 10;
    private static final long MAX_BEFORE_LAST_DIGIT = Long.divideUnsigned(-1L, RADIX);
    private static final int MAX_LAST_DIGIT = (int) Long.remainderUnsigned(-1L, RADIX);

    private CounterValue() {}

    /** Tells whether {@link #parse} takes a value. */
    static boolean isCounter(Memory memory, long offset, int length) {
        long end = offset + length;
        long digits = skipSpaceAndSign(memory, offset, end);
        long number = 0;
        long i = digits;
        for (; i < end && isDigit(memory.getByte(i)); i++) {
            int digit = memory.getByte(i) - '0';
            if (Long.compareUnsigned(number, MAX_BEFORE_LAST_DIGIT) > 0
                    || (number == MAX_BEFORE_LAST_DIGIT && digit > MAX_LAST_DIGIT)) {
                return false;
            }
            number = number * RADIX + digit;
        }
        if (i == digits || (i < end && memory.getByte(i) != 0 && !isSpace(memory.getByte(i)))) {
            return false;
        }
        // strtoull negates what has a minus sign; memcached takes it unless it looks negative then
        return !isNegated(memory, digits, offset) || -number >= 0;
    }

    /** Returns the number of a value that is a counter. */
    static long parse(Memory memory, long offset, int length) {
        long end = offset + length;
        long digits = skipSpaceAndSign(memory, offset, end);
        long number = 0;
        for (long i = digits; i < end && isDigit(memory.getByte(i)); i++) {
            number = number * RADIX + (memory.getByte(i) - '0');
        }
        return isNegated(memory, digits, offset) ? -number : number;
    }

    static long counted(CounterMode mode, long number, long delta) {
        if (mode == CounterMode.INCREMENT) {
            return number + delta;
        }
        return Long.compareUnsigned(delta, number) > 0 ? 0 : number - delta;
    }

    /** Returns how many digits a number has. */
    static int digits(long number) {
        int digits = 1;
        for (long rest = Long.divideUnsigned(number, RADIX); rest != 0; rest = Long.divideUnsigned(rest, RADIX)) {
            digits++;
        }
        return digits;
    }

    /** Writes a number and blanks behind it up to a length that it does not exceed. */
    static void put(Memory memory, long offset, int length, long number) {
        int digits = digits(number);
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            memory.putByte(offset + i, (byte) ('0' + Long.remainderUnsigned(rest, RADIX)));
            rest = Long.divideUnsigned(rest, RADIX);
        }
        for (int i = digits; i < length; i++) {
            memory.putByte(offset + i, (byte) ' ');
        }
    }

    private static long skipSpaceAndSign(Memory memory, long offset, long end) {
        long i = offset;
        while (i < end && isSpace(memory.getByte(i))) {
            i++;
        }
        return i < end && (memory.getByte(i) == '+' || memory.getByte(i) == '-') ? i + 1 : i;
    }

    private static boolean isNegated(Memory memory, long digits, long offset) {
        return digits > offset && memory.getByte(digits - 1) == '-';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
