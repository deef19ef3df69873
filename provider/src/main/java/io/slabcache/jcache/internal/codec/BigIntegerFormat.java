package io.slabcache.jcache.internal.codec;

import java.math.BigInteger;

/** Big integers in their shortest two's complement form. */
final class BigIntegerFormat implements Format<BigInteger> {
    static final BigIntegerFormat INSTANCE = new BigIntegerFormat();

    private BigIntegerFormat() {}

    @Override
    public byte[] encode(BigInteger object, int headroom) {
        byte[] digits = object.toByteArray();
        byte[] bytes = Format.allocate(headroom, TypeTag.BIG_INTEGER, digits.length);
        System.arraycopy(digits, 0, bytes, headroom + 1, digits.length);
        return bytes;
    }

    @Override
    public BigInteger decode(TypeTag tag, byte[] bytes, int offset, int length) {
        return digits(tag, bytes, offset, length);
    }

    /**
     * Decodes the shortest two's complement form of a number.
     *
     * @param tag the format, for the message
     * @param bytes holds the number
     * @param offset where it starts
     * @param length its length
     * @return the number
     */
    static BigInteger digits(TypeTag tag, byte[] bytes, int offset, int length) {
        if (length < 1) {
            throw new MalformedForm("a number must have at least one byte", tag, offset, length, null);
        }
        try {
            return new BigInteger(bytes, offset, length);
        } catch (ArithmeticException e) {
            throw new MalformedForm("a number must be in the range of BigInteger", tag, offset, length, e);
        }
    }
}
