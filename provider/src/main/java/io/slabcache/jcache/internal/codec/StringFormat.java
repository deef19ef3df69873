package io.slabcache.jcache.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings in the shortest of three encodings. Which one is a function of the characters alone, so the form is
 * canonical: Latin-1 if all characters fit, else UTF-8, else (longer in UTF-8, or unpaired surrogates) UTF-16.
 */
final class StringFormat implements Format<String> {
    static final StringFormat INSTANCE = new StringFormat();

    private static final int NOT_ENCODABLE = -1;
    private static final char REPLACEMENT = '\uFFFD';

    private StringFormat() {}

    @Override
    public byte[] encode(String string, int headroom) {
        int count = string.length();
        int wide = firstWide(string);
        if (wide == count) {
            byte[] bytes = Format.allocate(headroom, TypeTag.STRING_LATIN1, count);
            putLatin1(string, count, bytes, headroom + 1);
            return bytes;
        }
        long limit = 2L * count;
        long utf8Length = utf8Length(string, wide);
        if (utf8Length != NOT_ENCODABLE && utf8Length <= limit) {
            byte[] bytes = Format.allocate(headroom, TypeTag.STRING_UTF8, Math.toIntExact(utf8Length));
            putUtf8(string, bytes, headroom + 1);
            return bytes;
        }
        byte[] bytes = Format.allocate(headroom, TypeTag.STRING_UTF16, Math.toIntExact(limit));
        for (int i = 0, at = headroom + 1; i < count; i++, at += Character.BYTES) {
            BigEndian.putChar(bytes, at, string.charAt(i));
        }
        return bytes;
    }

    @Override
    public String decode(TypeTag tag, byte[] bytes, int offset, int length) {
        if (tag == TypeTag.STRING_LATIN1) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        if (tag == TypeTag.STRING_UTF8) {
            return decodeUtf8(tag, bytes, offset, length);
        }
        if (length % Character.BYTES != 0) {
            throw new MalformedForm("the length must be even", tag, offset, length, null);
        }
        var chars = new char[length / Character.BYTES];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = BigEndian.getChar(bytes, offset + i * Character.BYTES);
        }
        return new String(chars);
    }

    /**
     * Decodes UTF-8 that must be well-formed.
     *
     * @param tag the format, for the message
     * @param bytes holds the string
     * @param offset where it starts
     * @param length its length in bytes
     * @return the string
     */
    static String decodeUtf8(TypeTag tag, byte[] bytes, int offset, int length) {
        var string = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // The decoder puts the replacement character for whatever is malformed; a genuine one encodes to itself.
        if (string.indexOf(REPLACEMENT) >= 0) {
            byte[] again = string.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(again, 0, again.length, bytes, offset, offset + length)) {
                throw new MalformedForm("a string must be well-formed UTF-8", tag, offset, length, null);
            }
        }
        return string;
    }

    private static int firstWide(String string) {
        int count = string.length();
        for (int i = 0; i < count; i++) {
            if (string.charAt(i) > 0xFF) {
                return i;
            }
        }
        return count;
    }

    // The only copy of a string's characters into the middle of an array; it takes low bytes, which is what is wanted.
    @SuppressWarnings("deprecation")
    private static void putLatin1(String string, int count, byte[] bytes, int offset) {
        string.getBytes(0, count, bytes, offset);
    }

    private static long utf8Length(String string, int wide) {
        int count = string.length();
        long length = 0;
        for (int i = 0; i < wide; i++) {
            length += string.charAt(i) < 0x80 ? 1 : 2;
        }
        for (int i = wide; i < count; i++) {
            char c = string.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < count
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                return NOT_ENCODABLE;
            }
        }
        return length;
    }

    private static void putUtf8(String string, byte[] bytes, int offset) {
        int count = string.length();
        int at = offset;
        for (int i = 0; i < count; i++) {
            char c = string.charAt(i);
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | (c >> 6));
                bytes[at++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xE0 | (c >> 12));
                bytes[at++] = continuation(c >> 6);
                bytes[at++] = continuation(c);
            } else {
                int codePoint = Character.toCodePoint(c, string.charAt(++i));
                bytes[at++] = (byte) (0xF0 | (codePoint >> 18));
                bytes[at++] = continuation(codePoint >> 12);
                bytes[at++] = continuation(codePoint >> 6);
                bytes[at++] = continuation(codePoint);
            }
        }
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
