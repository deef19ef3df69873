package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes answers to text commands, classic and meta.
 *
 * <p>Every method writes at the buffer's position and moves it; a buffer without room is refused with {@link IllegalArgumentException},
 * and then nothing has been written. What stands between a head and its end, a value, is the caller's to write.
 */
public final class TextResponseEncoder {
    /** So many bytes are enough for the head of a value, with the longest key. */
    public static final int MAX_VALUE_HEAD_LENGTH = FrameLayout.MAX_KEY_LENGTH + 64;

    private static final byte[] VALUE = ascii("VALUE ");
    private static final byte[] VERSION = ascii("VERSION ");
    private static final byte[] STAT = ascii("STAT ");
    private static final int LINE_END_LENGTH = 2;

    private TextResponseEncoder() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void require(ByteBuffer out, int length) {
        if (out.remaining() < length) {
            throw new IllegalArgumentException(
                    "buffer must have room for the answer: length=" + length + ", remaining=" + out.remaining());
        }
    }

    /**
     * Writes an answer of one line.
     *
     * @param out where to write
     * @param reply the answer
     */
    public static void reply(ByteBuffer out, TextReply reply) {
        require(out, reply.length());
        reply.put(out);
    }

    /**
     * Writes the head of a hit of {@code get} or {@code gat}. The value follows, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param key holds the key
     * @param keyOffset where it starts
     * @param keyLength its length in bytes
     * @param clientFlags 32 bits
     * @param valueLength the value's length in bytes
     */
    public static void valueHead(
            ByteBuffer out, byte[] key, int keyOffset, int keyLength, int clientFlags, int valueLength) {
        require(out, headLength(keyLength, clientFlags, valueLength));
        putHead(out, key, keyOffset, keyLength, clientFlags, valueLength);
        putLineEnd(out);
    }

    /**
     * Writes the head of a hit of {@code gets} or {@code gats}. The value follows, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param key holds the key
     * @param keyOffset where it starts
     * @param keyLength its length in bytes
     * @param clientFlags 32 bits
     * @param valueLength the value's length in bytes
     * @param casToken the item's CAS token
     */
    public static void valueHead(
            ByteBuffer out, byte[] key, int keyOffset, int keyLength, int clientFlags, int valueLength, long casToken) {
        require(out, headLength(keyLength, clientFlags, valueLength) + 1 + TextDigits.length(casToken));
        putHead(out, key, keyOffset, keyLength, clientFlags, valueLength);
        out.put((byte) ' ');
        TextDigits.put(out, casToken);
        putLineEnd(out);
    }

    private static int headLength(int keyLength, int clientFlags, int valueLength) {
        return VALUE.length
                + keyLength
                + 1
                + TextDigits.length(Integer.toUnsignedLong(clientFlags))
                + 1
                + TextDigits.length(valueLength)
                + LINE_END_LENGTH;
    }

    private static void putHead(
            ByteBuffer out, byte[] key, int keyOffset, int keyLength, int clientFlags, int valueLength) {
        out.put(VALUE);
        out.put(key, keyOffset, keyLength);
        out.put((byte) ' ');
        TextDigits.put(out, Integer.toUnsignedLong(clientFlags));
        out.put((byte) ' ');
        TextDigits.put(out, valueLength);
    }

    /**
     * Writes a line end: behind a value, or behind the flags of a meta answer.
     *
     * @param out where to write
     */
    public static void lineEnd(ByteBuffer out) {
        require(out, LINE_END_LENGTH);
        putLineEnd(out);
    }

    private static void putLineEnd(ByteBuffer out) {
        out.put((byte) '\r');
        out.put((byte) '\n');
    }

    /**
     * Writes what a counter became.
     *
     * @param out where to write
     * @param counter an unsigned number
     */
    public static void counter(ByteBuffer out, long counter) {
        require(out, TextDigits.length(counter) + LINE_END_LENGTH);
        TextDigits.put(out, counter);
        putLineEnd(out);
    }

    /**
     * Writes the server's version.
     *
     * @param out where to write
     * @param version printable ASCII
     */
    public static void version(ByteBuffer out, String version) {
        byte[] text = ascii(version);
        require(out, VERSION.length + text.length + LINE_END_LENGTH);
        out.put(VERSION);
        out.put(text);
        putLineEnd(out);
    }

    /**
     * Writes one figure of an answer to {@code stats}, which ends with {@link TextReply#END}.
     *
     * @param out where to write
     * @param name printable ASCII without blanks
     * @param value printable ASCII
     */
    public static void statistic(ByteBuffer out, String name, String value) {
        byte[] nameBytes = ascii(name);
        byte[] valueBytes = ascii(value);
        require(out, STAT.length + nameBytes.length + 1 + valueBytes.length + LINE_END_LENGTH);
        out.put(STAT);
        out.put(nameBytes);
        out.put((byte) ' ');
        out.put(valueBytes);
        putLineEnd(out);
    }

    /**
     * Writes the first word of a meta answer without a value. Flags follow, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param status any but {@link MetaStatus#VALUE}
     */
    public static void meta(ByteBuffer out, MetaStatus status) {
        if (status == MetaStatus.VALUE) {
            throw new IllegalArgumentException("status must be one without a value: status=" + status);
        }
        require(out, status.word().length());
        putWord(out, status);
    }

    /**
     * Writes the first words of a meta answer with a value. Flags follow, then {@link #lineEnd}, the value, and {@link #lineEnd}.
     *
     * @param out where to write
     * @param valueLength the value's length in bytes
     */
    public static void metaValue(ByteBuffer out, int valueLength) {
        require(out, MetaStatus.VALUE.word().length() + 1 + TextDigits.length(valueLength));
        putWord(out, MetaStatus.VALUE);
        out.put((byte) ' ');
        TextDigits.put(out, valueLength);
    }

    private static void putWord(ByteBuffer out, MetaStatus status) {
        for (int i = 0; i < status.word().length(); i++) {
            out.put((byte) status.word().charAt(i));
        }
    }

    /**
     * Writes a flag of a meta answer that is a letter alone.
     *
     * @param out where to write
     * @param letter the flag
     */
    public static void metaFlag(ByteBuffer out, char letter) {
        require(out, 2);
        putFlag(out, letter);
    }

    private static void putFlag(ByteBuffer out, char letter) {
        out.put((byte) ' ');
        out.put((byte) letter);
    }

    /**
     * Writes a flag of a meta answer with an unsigned number.
     *
     * @param out where to write
     * @param letter the flag
     * @param number an unsigned number
     */
    public static void metaNumber(ByteBuffer out, char letter, long number) {
        require(out, 2 + TextDigits.length(number));
        putFlag(out, letter);
        TextDigits.put(out, number);
    }

    /**
     * Writes the flag of a meta answer that says that an item does not expire, {@code t-1}.
     *
     * @param out where to write
     */
    public static void metaNoExpiry(ByteBuffer out) {
        require(out, 4);
        putFlag(out, 't');
        out.put((byte) '-');
        out.put((byte) '1');
    }

    /**
     * Writes a flag of a meta answer with a token as it was sent: the opaque or the key.
     *
     * @param out where to write
     * @param letter the flag
     * @param source holds the token; not changed
     * @param offset where it starts, an absolute index
     * @param length its length in bytes
     */
    public static void metaToken(ByteBuffer out, char letter, ByteBuffer source, int offset, int length) {
        require(out, 2 + length);
        putFlag(out, letter);
        int position = out.position();
        out.put(position, source, offset, length);
        out.position(position + length);
    }

    /**
     * Writes the key of a meta answer as it was sent, and that it is base64 if it is.
     *
     * @param out where to write
     * @param request a decoder that has just decoded the command
     * @param source what it decoded
     */
    public static void metaKey(ByteBuffer out, TextRequestDecoder request, ByteBuffer source) {
        int length = request.sentKeyLength();
        require(out, 2 + length + (request.isKeyEncoded() ? 2 : 0));
        metaToken(out, 'k', source, request.sentKeyOffset(), length);
        if (request.isKeyEncoded()) {
            putFlag(out, 'b');
        }
    }
}
