package io.slabcache.jcache.internal.codec;

import java.math.BigDecimal;

/** Big decimals with their scale, by which they differ in equality too. */
final class BigDecimalFormat implements Format<BigDecimal> {
    static final BigDecimalFormat INSTANCE = new BigDecimalFormat();

    private static final int DIGITS_OFFSET = Integer.BYTES;

    private BigDecimalFormat() {}

    @Override
    public byte[] encode(BigDecimal object, int headroom) {
        byte[] digits = object.unscaledValue().toByteArray();
        byte[] bytes = Format.allocate(headroom, TypeTag.BIG_DECIMAL, DIGITS_OFFSET + digits.length);
        BigEndian.putInt(bytes, headroom + 1, object.scale());
        System.arraycopy(digits, 0, bytes, headroom + 1 + DIGITS_OFFSET, digits.length);
        return bytes;
    }

    @Override
    public BigDecimal decode(TypeTag tag, byte[] bytes, int offset, int length) {
        if (length <= DIGITS_OFFSET) {
            throw new MalformedForm("the length must be over " + DIGITS_OFFSET, tag, offset, length, null);
        }
        int scale = BigEndian.getInt(bytes, offset);
        return new BigDecimal(
                BigIntegerFormat.digits(tag, bytes, offset + DIGITS_OFFSET, length - DIGITS_OFFSET), scale);
    }
}
