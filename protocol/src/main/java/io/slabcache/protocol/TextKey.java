package io.slabcache.protocol;

import java.nio.ByteBuffer;

/** A command's key: a range of the buffer, or what base64 in that range stands for. */
final class TextKey {
    private static final int NO_DIGIT = -1;
    private static final int DIGITS_PER_GROUP = 4;
    private static final int BYTES_PER_GROUP = 3;
    private static final int BITS_PER_DIGIT = 6;

    private final byte[] decoded = new byte[FrameLayout.MAX_KEY_LENGTH];
    private int offset;
    private int length;
    private int decodedLength;
    private boolean encoded;

    void set(int begin, int end) {
        offset = begin;
        length = end - begin;
        encoded = false;
    }

    int offset() {
        return offset;
    }

    int sentLength() {
        return length;
    }

    int length() {
        return encoded ? decodedLength : length;
    }

    boolean isEncoded() {
        return encoded;
    }

    /** Takes the range as base64, padded; false if it is none. */
    boolean decode(ByteBuffer in) {
        if (length == 0 || length % DIGITS_PER_GROUP != 0) {
            return false;
        }
        int padding = 0;
        while (padding < 2 && in.get(offset + length - 1 - padding) == '=') {
            padding++;
        }
        decodedLength = 0;
        for (int group = 0; group < length; group += DIGITS_PER_GROUP) {
            int bits = 0;
            int bytes = group + DIGITS_PER_GROUP == length ? BYTES_PER_GROUP - padding : BYTES_PER_GROUP;
            for (int i = 0; i < DIGITS_PER_GROUP; i++) {
                int digit = i <= bytes ? digit(in.get(offset + group + i)) : 0;
                if (digit == NO_DIGIT) {
                    return false;
                }
                bits = (bits << BITS_PER_DIGIT) | digit;
            }
            for (int i = 0; i < bytes; i++) {
                decoded[decodedLength++] = (byte) (bits >> ((2 - i) * Byte.SIZE));
            }
        }
        encoded = true;
        return true;
    }

    void copyTo(ByteBuffer in, byte[] target, int targetOffset) {
        if (encoded) {
            System.arraycopy(decoded, 0, target, targetOffset, decodedLength);
        } else {
            in.get(offset, target, targetOffset, length);
        }
    }

    private static int digit(byte b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return b == '+' ? 62 : b == '/' ? 63 : NO_DIGIT;
    }
}
