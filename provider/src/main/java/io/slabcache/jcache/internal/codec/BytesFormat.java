package io.slabcache.jcache.internal.codec;

import java.util.Arrays;

/** Byte arrays as they are. */
final class BytesFormat implements Format<byte[]> {
    static final BytesFormat INSTANCE = new BytesFormat();

    private BytesFormat() {}

    @Override
    public byte[] encode(byte[] object, int headroom) {
        byte[] bytes = Format.allocate(headroom, TypeTag.BYTES, object.length);
        System.arraycopy(object, 0, bytes, headroom + 1, object.length);
        return bytes;
    }

    @Override
    public byte[] decode(TypeTag tag, byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
