package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Writes responses.
 *
 * <p>Every method writes one frame at the buffer's position and moves the position behind it. The methods whose name ends in
 * {@code Head} write all of the frame but the value, which the caller sends behind it. The opcode to pass is the one that was received,
 * the quiet one if it was quiet; the opaque is the request's. What is not sent at all, as a success of a quiet storage, is for the caller
 * to know: see {@link Opcode#answerRule}.
 *
 * <p>An opcode of another shape than the method's and a buffer without room are refused with {@link IllegalArgumentException}; then
 * nothing has been written. Nothing is allocated. The buffer's byte order plays no part.
 */
public final class ResponseEncoder {
    private static final Map<Status, byte[]> TEXTS = new EnumMap<>(Status.class);

    static {
        for (Status status : Status.values()) {
            TEXTS.put(status, status.text().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private ResponseEncoder() {}

    /**
     * Writes a hit.
     *
     * @param out where to write
     * @param opcode an opcode of retrieval
     * @param opaque the request's number
     * @param casToken the item's token
     * @param clientFlags the item's client flags
     * @param key the item's key; sent only if the opcode's responses have a key
     * @param value the item's value
     */
    public static void hit(
            ByteBuffer out, Opcode opcode, int opaque, long casToken, int clientFlags, byte[] key, byte[] value) {
        hit(out, opcode, opaque, casToken, clientFlags, key, key.length, value.length, value.length);
        out.put(value);
    }

    /**
     * Writes a hit whose value the caller sends behind it.
     *
     * @param out where to write
     * @param opcode an opcode of retrieval
     * @param opaque the request's number
     * @param casToken the item's token
     * @param clientFlags the item's client flags
     * @param key the item's key; sent only if the opcode's responses have a key
     * @param valueLength how many bytes follow
     */
    public static void hitHead(
            ByteBuffer out, Opcode opcode, int opaque, long casToken, int clientFlags, byte[] key, int valueLength) {
        hit(out, opcode, opaque, casToken, clientFlags, key, key.length, valueLength, 0);
    }

    /**
     * Writes a hit whose value the caller sends behind it, as the other form does with a key of its own array.
     *
     * @param out where to write
     * @param opcode an opcode of retrieval
     * @param opaque the request's number
     * @param casToken the item's token
     * @param clientFlags the item's client flags
     * @param key begins with the item's key; sent only if the opcode's responses have a key
     * @param keyLength the key's length in bytes
     * @param valueLength how many bytes follow
     * @throws IndexOutOfBoundsException if the array is shorter than the key
     */
    public static void hitHead(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            int clientFlags,
            byte[] key,
            int keyLength,
            int valueLength) {
        Objects.checkFromIndexSize(0, keyLength, key.length);
        hit(out, opcode, opaque, casToken, clientFlags, key, keyLength, valueLength, 0);
    }

    private static void hit(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            int clientFlags,
            byte[] key,
            int keyLength,
            int valueLength,
            int valueLengthToWrite) {
        boolean withKey = repeatsKey(opcode);
        if (!withKey && opcode.shape() != OpcodeShape.GET && opcode.shape() != OpcodeShape.GET_AND_TOUCH) {
            throw wrongShape(opcode, OpcodeShape.GET);
        }
        int sentKeyLength = withKey ? keyLength : 0;
        success(
                out,
                opcode,
                opaque,
                casToken,
                FrameLayout.FLAGS_LENGTH,
                sentKeyLength,
                valueLength,
                valueLengthToWrite);
        FrameWriter.putInt(out, clientFlags);
        out.put(key, 0, sentKeyLength);
    }

    /**
     * Writes a miss of a retrieval as memcached does: with the key alone if the opcode's responses have a key, else with the status's
     * text. The quiet opcodes of retrieval do not answer a miss.
     *
     * @param out where to write
     * @param opcode a loud opcode of retrieval
     * @param opaque the request's number
     * @param key the key that was asked for
     */
    public static void miss(ByteBuffer out, Opcode opcode, int opaque, byte[] key) {
        if (opcode.isQuiet()) {
            throw new IllegalArgumentException("opcode must answer misses: opcode=" + opcode);
        }
        if (!repeatsKey(opcode)) {
            error(out, opcode.code(), opaque, Status.KEY_NOT_FOUND);
            return;
        }
        int bodyLength = FrameWriter.check(out, 0, key.length, 0, 0);
        FrameWriter.putHeader(
                out, Magic.RESPONSE, opcode.code(), key.length, 0, Status.KEY_NOT_FOUND.code(), bodyLength, opaque, 0);
        out.put(key);
    }

    /**
     * Writes a success that is a header alone.
     *
     * @param out where to write
     * @param opcode an opcode of storage, removal, flush, NOOP or QUIT
     * @param opaque the request's number
     * @param casToken the new item's token, 0 if there is none
     */
    public static void done(ByteBuffer out, Opcode opcode, int opaque, long casToken) {
        success(out, opcode, opaque, casToken, 0, 0, 0, 0);
    }

    /**
     * Writes the result of a change of a counter.
     *
     * @param out where to write
     * @param opcode INCREMENT, DECREMENT or a quiet form of them
     * @param opaque the request's number
     * @param casToken the item's new token
     * @param counter the counter's new value, unsigned
     */
    public static void counter(ByteBuffer out, Opcode opcode, int opaque, long casToken, long counter) {
        success(out, opcode, opaque, casToken, 0, 0, FrameLayout.COUNTER_LENGTH, FrameLayout.COUNTER_LENGTH);
        FrameWriter.putLong(out, counter);
    }

    /**
     * Writes the success of a TOUCH, which memcached sends with the item's client flags.
     *
     * @param out where to write
     * @param opaque the request's number
     * @param casToken the item's token
     * @param clientFlags the item's client flags
     */
    public static void touched(ByteBuffer out, int opaque, long casToken, int clientFlags) {
        success(out, Opcode.TOUCH, opaque, casToken, FrameLayout.FLAGS_LENGTH, 0, 0, 0);
        FrameWriter.putInt(out, clientFlags);
    }

    /**
     * Writes a success whose value is a text.
     *
     * @param out where to write
     * @param opcode VERSION, SASL_LIST_MECHANISMS, SASL_AUTH or SASL_STEP
     * @param opaque the request's number
     * @param text the text
     */
    public static void text(ByteBuffer out, Opcode opcode, int opaque, byte[] text) {
        OpcodeShape shape = opcode.shape();
        if (shape != OpcodeShape.TEXT && shape != OpcodeShape.SASL) {
            throw wrongShape(opcode, OpcodeShape.TEXT);
        }
        success(out, opcode, opaque, 0, 0, 0, text.length, text.length);
        out.put(text);
    }

    /**
     * Writes a challenge: authentication goes on.
     *
     * @param out where to write
     * @param opcode SASL_AUTH or SASL_STEP
     * @param opaque the request's number
     * @param challenge the server's message
     */
    public static void challenge(ByteBuffer out, Opcode opcode, int opaque, byte[] challenge) {
        if (opcode.shape() != OpcodeShape.SASL) {
            throw wrongShape(opcode, OpcodeShape.SASL);
        }
        error(out, opcode.code(), opaque, Status.AUTH_CONTINUE, challenge);
    }

    /**
     * Writes one statistic.
     *
     * @param out where to write
     * @param opaque the request's number
     * @param name the statistic's name
     * @param value the statistic's value
     */
    public static void statistic(ByteBuffer out, int opaque, byte[] name, byte[] value) {
        if (name.length + value.length == 0) {
            throw new IllegalArgumentException("statistic must not be empty, which would end the answer: nameLength=0");
        }
        success(out, Opcode.STAT, opaque, 0, 0, name.length, value.length, value.length);
        out.put(name);
        out.put(value);
    }

    /**
     * Writes the frame that ends an answer to a STAT.
     *
     * @param out where to write
     * @param opaque the request's number
     */
    public static void endStatistics(ByteBuffer out, int opaque) {
        success(out, Opcode.STAT, opaque, 0, 0, 0, 0, 0);
    }

    /**
     * Writes an error with the status's text.
     *
     * @param out where to write
     * @param opcodeCode the opcode as it was received, an unsigned byte, also one that is not in the table
     * @param opaque the request's number
     * @param status an error
     */
    public static void error(ByteBuffer out, int opcodeCode, int opaque, Status status) {
        error(out, opcodeCode, opaque, status, TEXTS.getOrDefault(status, FrameWriter.NOTHING));
    }

    /**
     * Writes an error with a text of its own.
     *
     * @param out where to write
     * @param opcodeCode the opcode as it was received, an unsigned byte, also one that is not in the table
     * @param opaque the request's number
     * @param status an error
     * @param text the text, for people
     */
    public static void error(ByteBuffer out, int opcodeCode, int opaque, Status status, byte[] text) {
        if (opcodeCode < 0 || opcodeCode >= CodeTable.SIZE) {
            throw new IllegalArgumentException("opcode must be an unsigned byte: opcode=" + opcodeCode);
        }
        if (status == Status.SUCCESS || status == Status.UNKNOWN) {
            throw new IllegalArgumentException("status must be an error with a code: status=" + status);
        }
        int bodyLength = FrameWriter.check(out, 0, 0, text.length, text.length);
        FrameWriter.putHeader(out, Magic.RESPONSE, opcodeCode, 0, 0, status.code(), bodyLength, opaque, 0);
        out.put(text);
    }

    private static boolean repeatsKey(Opcode opcode) {
        return opcode.shape() == OpcodeShape.GET_WITH_KEY || opcode.shape() == OpcodeShape.GET_AND_TOUCH_WITH_KEY;
    }

    private static void success(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            int extrasLength,
            int keyLength,
            int valueLength,
            int valueLengthToWrite) {
        int bodyLength = FrameWriter.check(out, extrasLength, keyLength, valueLength, valueLengthToWrite);
        if (!opcode.shape().allowsResponse(extrasLength, keyLength, valueLength)) {
            throw new IllegalArgumentException("sections must be those of the opcode's response: opcode=" + opcode
                    + ", shape=" + opcode.shape() + ", extrasLength=" + extrasLength + ", keyLength=" + keyLength
                    + ", valueLength=" + valueLength);
        }
        FrameWriter.putHeader(
                out,
                Magic.RESPONSE,
                opcode.code(),
                keyLength,
                extrasLength,
                Status.SUCCESS.code(),
                bodyLength,
                opaque,
                casToken);
    }

    private static IllegalArgumentException wrongShape(Opcode opcode, OpcodeShape required) {
        return new IllegalArgumentException("opcode must be of the method's shape: opcode=" + opcode + ", shape="
                + opcode.shape() + ", required=" + required);
    }
}
