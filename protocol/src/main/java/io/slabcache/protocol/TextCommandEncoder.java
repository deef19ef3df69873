package io.slabcache.protocol;

import java.nio.ByteBuffer;

/**
 * Writes text commands, classic and meta, as a client sends them.
 *
 * <p>Every method writes at the buffer's position and moves it. A command of another shape than the method's, a key that is not 1 to
 * {@link FrameLayout#MAX_KEY_LENGTH} bytes long or has bytes that a line cannot have, and a buffer without room are refused with
 * {@link IllegalArgumentException}; then nothing has been written. What stands behind the head of a storage command, the value and
 * {@link #lineEnd}, is the caller's to write.
 */
public final class TextCommandEncoder {
    private static final String NOREPLY = " noreply";
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LINE_END_LENGTH = 2;
    private static final int BYTES_PER_GROUP = 3;
    private static final int DIGITS_PER_GROUP = 4;
    private static final int BITS_PER_DIGIT = 6;
    private static final int DELETE_CHARACTER = 127;

    private TextCommandEncoder() {}

    /**
     * Writes a command without anything behind it.
     *
     * @param out where to write
     * @param command one of the shapes {@link TextShape#WORDS} and {@link TextShape#FLUSH}
     */
    public static void bare(ByteBuffer out, TextCommand command) {
        if (command.shape() != TextShape.WORDS && command.shape() != TextShape.FLUSH) {
            throw wrongShape(command);
        }
        require(out, command.word().length() + LINE_END_LENGTH);
        put(out, command.word());
        putLineEnd(out);
    }

    /**
     * Writes the beginning of a retrieval. Keys follow, each by {@link #key}, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param command {@code get}, {@code gets} or {@code bget}
     */
    public static void retrieval(ByteBuffer out, TextCommand command) {
        requireShape(command, TextShape.RETRIEVAL);
        require(out, command.word().length());
        put(out, command.word());
    }

    /**
     * Writes the beginning of a retrieval that touches. Keys follow, each by {@link #key}, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param command {@code gat} or {@code gats}
     * @param exptime as {@link Exptime#textToExpiry} takes it
     */
    public static void touchingRetrieval(ByteBuffer out, TextCommand command, int exptime) {
        requireShape(command, TextShape.TOUCHING_RETRIEVAL);
        require(out, command.word().length() + 1 + signedLength(exptime));
        put(out, command.word());
        putNumber(out, exptime);
    }

    /**
     * Writes a key of a retrieval.
     *
     * @param out where to write
     * @param key the key
     */
    public static void key(ByteBuffer out, byte[] key) {
        requireKey(key);
        require(out, 1 + key.length);
        putKey(out, key);
    }

    /**
     * Writes the line of a storage command. The value follows, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param command {@code set}, {@code add}, {@code replace}, {@code append} or {@code prepend}
     * @param key the key
     * @param clientFlags 32 bits kept for the client
     * @param exptime as {@link Exptime#textToExpiry} takes it
     * @param valueLength the value's length in bytes
     * @param noreply whether the server is to answer nothing, not even an error
     */
    public static void storageHead(
            ByteBuffer out,
            TextCommand command,
            byte[] key,
            int clientFlags,
            int exptime,
            int valueLength,
            boolean noreply) {
        if (command == TextCommand.CAS) {
            throw wrongShape(command);
        }
        int length = requireStorage(command, key, clientFlags, exptime, valueLength);
        require(out, length + endLength(noreply));
        putStorage(out, command, key, clientFlags, exptime, valueLength);
        putEnd(out, noreply);
    }

    /**
     * Writes the line of {@code cas}. The value follows, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param key the key
     * @param clientFlags 32 bits kept for the client
     * @param exptime as {@link Exptime#textToExpiry} takes it
     * @param valueLength the value's length in bytes
     * @param casToken the token the present item must have
     * @param noreply whether the server is to answer nothing, not even an error
     */
    public static void casHead(
            ByteBuffer out, byte[] key, int clientFlags, int exptime, int valueLength, long casToken, boolean noreply) {
        int length = requireStorage(TextCommand.CAS, key, clientFlags, exptime, valueLength);
        require(out, length + 1 + TextDigits.length(casToken) + endLength(noreply));
        putStorage(out, TextCommand.CAS, key, clientFlags, exptime, valueLength);
        out.put((byte) ' ');
        TextDigits.put(out, casToken);
        putEnd(out, noreply);
    }

    private static int requireStorage(TextCommand command, byte[] key, int clientFlags, int exptime, int valueLength) {
        requireShape(command, TextShape.STORAGE);
        requireKey(key);
        requireLength(valueLength);
        return command.word().length()
                + 1
                + key.length
                + 1
                + TextDigits.length(Integer.toUnsignedLong(clientFlags))
                + 1
                + signedLength(exptime)
                + 1
                + TextDigits.length(valueLength);
    }

    private static void putStorage(
            ByteBuffer out, TextCommand command, byte[] key, int clientFlags, int exptime, int valueLength) {
        put(out, command.word());
        putKey(out, key);
        putNumber(out, Integer.toUnsignedLong(clientFlags));
        putNumber(out, exptime);
        putNumber(out, valueLength);
    }

    /**
     * Writes a deletion.
     *
     * @param out where to write
     * @param key the key
     * @param noreply whether the server is to answer nothing, not even an error
     */
    public static void delete(ByteBuffer out, byte[] key, boolean noreply) {
        requireKey(key);
        require(out, TextCommand.DELETE.word().length() + 1 + key.length + endLength(noreply));
        put(out, TextCommand.DELETE.word());
        putKey(out, key);
        putEnd(out, noreply);
    }

    /**
     * Writes a count.
     *
     * @param out where to write
     * @param command {@code incr} or {@code decr}
     * @param key the key
     * @param delta an unsigned number
     * @param noreply whether the server is to answer nothing, not even an error
     */
    public static void counter(ByteBuffer out, TextCommand command, byte[] key, long delta, boolean noreply) {
        requireShape(command, TextShape.COUNTER);
        requireKey(key);
        require(out, command.word().length() + 2 + key.length + TextDigits.length(delta) + endLength(noreply));
        put(out, command.word());
        putKey(out, key);
        out.put((byte) ' ');
        TextDigits.put(out, delta);
        putEnd(out, noreply);
    }

    /**
     * Writes a touch.
     *
     * @param out where to write
     * @param key the key
     * @param exptime as {@link Exptime#textToExpiry} takes it
     * @param noreply whether the server is to answer nothing, not even an error
     */
    public static void touch(ByteBuffer out, byte[] key, int exptime, boolean noreply) {
        requireKey(key);
        require(out, TextCommand.TOUCH.word().length() + 2 + key.length + signedLength(exptime) + endLength(noreply));
        put(out, TextCommand.TOUCH.word());
        putKey(out, key);
        putNumber(out, exptime);
        putEnd(out, noreply);
    }

    /**
     * Writes the beginning of a meta command without data. Flags follow, then {@link #lineEnd}.
     *
     * @param out where to write
     * @param command {@code mg}, {@code md}, {@code ma} or {@code me}
     * @param key the key; one that a line cannot have is sent in base64 with the flag {@code b}
     */
    public static void meta(ByteBuffer out, TextCommand command, byte[] key) {
        if (command.shape() != TextShape.META && command.shape() != TextShape.META_DEBUG) {
            throw wrongShape(command);
        }
        boolean plain = isPlain(key);
        require(out, command.word().length() + 1 + metaKeyLength(key, plain) + (plain ? 0 : 2));
        put(out, command.word());
        putMetaKey(out, key, plain);
        if (!plain) {
            put(out, " b");
        }
    }

    /**
     * Writes the beginning of {@code ms}. Flags follow, then {@link #lineEnd}, the value, and {@link #lineEnd}.
     *
     * @param out where to write
     * @param key the key; one that a line cannot have is sent in base64 with the flag {@code b}
     * @param valueLength the value's length in bytes
     */
    public static void metaSet(ByteBuffer out, byte[] key, int valueLength) {
        requireLength(valueLength);
        boolean plain = isPlain(key);
        String word = TextCommand.META_SET.word();
        require(out, word.length() + 2 + metaKeyLength(key, plain) + TextDigits.length(valueLength) + (plain ? 0 : 2));
        put(out, word);
        putMetaKey(out, key, plain);
        putNumber(out, valueLength);
        if (!plain) {
            put(out, " b");
        }
    }

    private static int metaKeyLength(byte[] key, boolean plain) {
        int length = plain ? key.length : (key.length + BYTES_PER_GROUP - 1) / BYTES_PER_GROUP * DIGITS_PER_GROUP;
        if (length < 1 || length > FrameLayout.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key must be 1 to " + FrameLayout.MAX_KEY_LENGTH
                    + " bytes long as it is sent: keyLength=" + key.length + ", sentLength=" + length);
        }
        return length;
    }

    private static void putMetaKey(ByteBuffer out, byte[] key, boolean plain) {
        if (plain) {
            putKey(out, key);
            return;
        }
        out.put((byte) ' ');
        for (int i = 0; i < key.length; i += BYTES_PER_GROUP) {
            int bytes = Math.min(BYTES_PER_GROUP, key.length - i);
            int bits = 0;
            for (int j = 0; j < BYTES_PER_GROUP; j++) {
                bits = (bits << Byte.SIZE) | (j < bytes ? Byte.toUnsignedInt(key[i + j]) : 0);
            }
            for (int j = 0; j < DIGITS_PER_GROUP; j++) {
                int digit = (bits >> ((DIGITS_PER_GROUP - 1 - j) * BITS_PER_DIGIT)) & (DIGITS.length() - 1);
                out.put((byte) (j <= bytes ? DIGITS.charAt(digit) : '='));
            }
        }
    }

    /**
     * Writes a meta flag that is a letter alone.
     *
     * @param out where to write
     * @param letter the flag
     */
    public static void flag(ByteBuffer out, char letter) {
        require(out, 2);
        out.put((byte) ' ');
        out.put((byte) letter);
    }

    /**
     * Writes a meta flag with an unsigned number: C, F, D or J.
     *
     * @param out where to write
     * @param letter the flag
     * @param number an unsigned number
     */
    public static void numberFlag(ByteBuffer out, char letter, long number) {
        require(out, 2 + TextDigits.length(number));
        flag(out, letter);
        TextDigits.put(out, number);
    }

    /**
     * Writes a meta flag with a time: T, N or R.
     *
     * @param out where to write
     * @param letter the flag
     * @param exptime as {@link Exptime#textToExpiry} takes it
     */
    public static void timeFlag(ByteBuffer out, char letter, int exptime) {
        require(out, 2 + signedLength(exptime));
        flag(out, letter);
        putSigned(out, exptime);
    }

    /**
     * Writes a meta flag with a token: O or M.
     *
     * @param out where to write
     * @param letter the flag
     * @param token at most {@link MetaFlags#MAX_OPAQUE_LENGTH} bytes that a line can have
     */
    public static void tokenFlag(ByteBuffer out, char letter, byte[] token) {
        if (token.length > MetaFlags.MAX_OPAQUE_LENGTH || !isPlain(token)) {
            throw new IllegalArgumentException("token must be short and without blanks and control characters: length="
                    + token.length + ", maxLength=" + MetaFlags.MAX_OPAQUE_LENGTH);
        }
        require(out, 2 + token.length);
        flag(out, letter);
        out.put(token);
    }

    /**
     * Writes a line end: of a retrieval or a meta command, or behind a value.
     *
     * @param out where to write
     */
    public static void lineEnd(ByteBuffer out) {
        require(out, LINE_END_LENGTH);
        putLineEnd(out);
    }

    private static void requireShape(TextCommand command, TextShape shape) {
        if (command.shape() != shape) {
            throw wrongShape(command);
        }
    }

    private static IllegalArgumentException wrongShape(TextCommand command) {
        return new IllegalArgumentException(
                "command must be of a shape that the method writes: command=" + command + ", shape=" + command.shape());
    }

    private static void requireKey(byte[] key) {
        if (key.length < 1 || key.length > FrameLayout.MAX_KEY_LENGTH || !isPlain(key)) {
            throw new IllegalArgumentException("key must be 1 to " + FrameLayout.MAX_KEY_LENGTH
                    + " bytes long, without blanks and control characters: keyLength=" + key.length);
        }
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if ((b >= 0 && b <= ' ') || b == DELETE_CHARACTER) {
                return false;
            }
        }
        return true;
    }

    private static void requireLength(int valueLength) {
        if (valueLength < 0 || valueLength > Integer.MAX_VALUE - LINE_END_LENGTH) {
            throw new IllegalArgumentException("valueLength must be one of a value: valueLength=" + valueLength);
        }
    }

    private static void require(ByteBuffer out, int length) {
        if (out.remaining() < length) {
            throw new IllegalArgumentException(
                    "buffer must have room for the command: length=" + length + ", remaining=" + out.remaining());
        }
    }

    private static int endLength(boolean noreply) {
        return LINE_END_LENGTH + (noreply ? NOREPLY.length() : 0);
    }

    private static void putEnd(ByteBuffer out, boolean noreply) {
        if (noreply) {
            put(out, NOREPLY);
        }
        putLineEnd(out);
    }

    private static int signedLength(long number) {
        return (number < 0 ? 1 : 0) + TextDigits.length(Math.abs(number));
    }

    private static void putNumber(ByteBuffer out, long number) {
        out.put((byte) ' ');
        putSigned(out, number);
    }

    private static void putSigned(ByteBuffer out, long number) {
        if (number < 0) {
            out.put((byte) '-');
        }
        TextDigits.put(out, Math.abs(number));
    }

    private static void putKey(ByteBuffer out, byte[] key) {
        out.put((byte) ' ');
        out.put(key);
    }

    private static void put(ByteBuffer out, String text) {
        for (int i = 0; i < text.length(); i++) {
            out.put((byte) text.charAt(i));
        }
    }

    private static void putLineEnd(ByteBuffer out) {
        out.put((byte) '\r');
        out.put((byte) '\n');
    }
}
