package io.slabcache.client.transcode;

/** A number as its bytes, the greatest first. */
final class BigEndianNumber {
    private BigEndianNumber() {}

    /** All bytes of the width. */
    static byte[] fixed(long number, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[width - 1 - i] = (byte) (number >>> (i * Byte.SIZE));
        }
        return bytes;
    }

    /** The bytes of the width without the zeros before the first other one: none at all for 0. */
    static byte[] packed(long number, int width) {
        long unsigned = width == Long.BYTES ? number : number & ((1L << (width * Byte.SIZE)) - 1);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(unsigned);
        return fixed(unsigned, (bits + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** Reads both forms. */
    static long read(byte[] bytes, int maxWidth) {
        if (bytes.length > maxWidth) {
            throw new UndecodableItemException(
                    "number must have at most " + maxWidth + " bytes: valueLength=" + bytes.length, null);
        }
        long number = 0;
        for (byte b : bytes) {
            number = number << Byte.SIZE | Byte.toUnsignedLong(b);
        }
        return number;
    }
}
