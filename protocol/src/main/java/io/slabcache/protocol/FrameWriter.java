package io.slabcache.protocol;

import java.nio.ByteBuffer;

/** Writes headers and bodies of frames; the checks that both encoders share. Nothing is written before everything is checked. */
final class FrameWriter {
    static final byte[] NOTHING = new byte[0];

    private FrameWriter() {}

    /**
     * Checks the lengths of a frame and that there is room for the part of it that is written now.
     *
     * @return the body's length
     */
    static int check(ByteBuffer out, int extrasLength, int keyLength, int valueLength, int valueLengthToWrite) {
        if (keyLength > FrameLayout.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key must not be longer than memcached takes: keyLength=" + keyLength
                    + ", maxKeyLength=" + FrameLayout.MAX_KEY_LENGTH);
        }
        int frameLength = FrameLayout.frameLength(extrasLength, keyLength, valueLength);
        int lengthToWrite = frameLength - valueLength + valueLengthToWrite;
        if (out.remaining() < lengthToWrite) {
            throw new IllegalArgumentException(
                    "buffer must have room for the frame: length=" + lengthToWrite + ", remaining=" + out.remaining());
        }
        return frameLength - FrameLayout.HEADER_LENGTH;
    }

    static void putHeader(
            ByteBuffer out,
            Magic magic,
            int opcode,
            int keyLength,
            int extrasLength,
            int statusOrVbucketId,
            int bodyLength,
            int opaque,
            long casToken) {
        int offset = out.position();
        out.put(offset + FrameLayout.MAGIC_OFFSET, (byte) magic.code());
        out.put(offset + FrameLayout.OPCODE_OFFSET, (byte) opcode);
        BigEndian.putShort(out, offset + FrameLayout.KEY_LENGTH_OFFSET, keyLength);
        out.put(offset + FrameLayout.EXTRAS_LENGTH_OFFSET, (byte) extrasLength);
        out.put(offset + FrameLayout.DATA_TYPE_OFFSET, (byte) 0);
        BigEndian.putShort(out, offset + FrameLayout.VBUCKET_ID_OFFSET, statusOrVbucketId);
        BigEndian.putInt(out, offset + FrameLayout.BODY_LENGTH_OFFSET, bodyLength);
        BigEndian.putInt(out, offset + FrameLayout.OPAQUE_OFFSET, opaque);
        BigEndian.putLong(out, offset + FrameLayout.CAS_TOKEN_OFFSET, casToken);
        out.position(offset + FrameLayout.HEADER_LENGTH);
    }

    static void putInt(ByteBuffer out, int value) {
        BigEndian.putInt(out, out.position(), value);
        out.position(out.position() + Integer.BYTES);
    }

    static void putLong(ByteBuffer out, long value) {
        BigEndian.putLong(out, out.position(), value);
        out.position(out.position() + Long.BYTES);
    }

    static int checkedExptime(long exptime) {
        if (exptime < 0 || exptime > Exptime.MAX) {
            throw new IllegalArgumentException("exptime must be an unsigned 32-bit number; an item that has expired "
                    + "already is deleted instead: exptime=" + exptime);
        }
        return (int) exptime;
    }
}
