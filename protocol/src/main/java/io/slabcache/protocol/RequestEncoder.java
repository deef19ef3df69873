package io.slabcache.protocol;

import java.nio.ByteBuffer;

/**
 * Writes requests.
 *
 * <p>Every method writes one frame at the buffer's position and moves the position behind it. The methods whose name ends in
 * {@code Head} write all of the frame but the value, which the caller sends behind it; the frame is broken unless exactly
 * {@code valueLength} bytes follow. {@link FrameLayout#frameLength} tells beforehand how much room a frame takes.
 *
 * <p>An opcode of another shape than the method's, a key that is not 1 to {@link FrameLayout#MAX_KEY_LENGTH} bytes long, an exptime that
 * is not an unsigned 32-bit number and a buffer without room are refused with {@link IllegalArgumentException}; then nothing has been
 * written. Nothing is allocated. The buffer's byte order plays no part. Opaques are the caller's: one of its own for each request in
 * flight.
 */
public final class RequestEncoder {
    private RequestEncoder() {}

    /**
     * Writes a retrieval.
     *
     * @param out where to write
     * @param opcode GET, GETQ, GETK or GETKQ
     * @param opaque the number that the response repeats
     * @param key the key
     */
    public static void get(ByteBuffer out, Opcode opcode, int opaque, byte[] key) {
        requireShape(opcode, opcode.shape() == OpcodeShape.GET_WITH_KEY ? OpcodeShape.GET_WITH_KEY : OpcodeShape.GET);
        head(out, opcode, opaque, 0, 0, key, 0, 0);
        out.put(key);
    }

    /**
     * Writes a storage of a value.
     *
     * @param out where to write
     * @param opcode SET, ADD, REPLACE or a quiet form of them
     * @param opaque the number that the response repeats
     * @param casToken the token the present item must have, 0 for any
     * @param key the key
     * @param clientFlags 32 bits kept for the client
     * @param exptime see {@link Exptime}
     * @param value the value
     */
    public static void store(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            byte[] key,
            int clientFlags,
            long exptime,
            byte[] value) {
        store(out, opcode, opaque, casToken, key, clientFlags, exptime, value.length, value.length);
        out.put(value);
    }

    /**
     * Writes a storage of a value that the caller sends behind it.
     *
     * @param out where to write
     * @param opcode SET, ADD, REPLACE or a quiet form of them
     * @param opaque the number that the response repeats
     * @param casToken the token the present item must have, 0 for any
     * @param key the key
     * @param clientFlags 32 bits kept for the client
     * @param exptime see {@link Exptime}
     * @param valueLength how many bytes follow
     */
    public static void storeHead(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            byte[] key,
            int clientFlags,
            long exptime,
            int valueLength) {
        store(out, opcode, opaque, casToken, key, clientFlags, exptime, valueLength, 0);
    }

    private static void store(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            byte[] key,
            int clientFlags,
            long exptime,
            int valueLength,
            int valueLengthToWrite) {
        requireShape(opcode, OpcodeShape.STORE);
        int exptimeBits = FrameWriter.checkedExptime(exptime);
        head(out, opcode, opaque, casToken, FrameLayout.STORE_EXTRAS_LENGTH, key, valueLength, valueLengthToWrite);
        FrameWriter.putInt(out, clientFlags);
        FrameWriter.putInt(out, exptimeBits);
        out.put(key);
    }

    /**
     * Writes an extension of a value.
     *
     * @param out where to write
     * @param opcode APPEND, PREPEND or a quiet form of them
     * @param opaque the number that the response repeats
     * @param casToken the token the present item must have, 0 for any
     * @param key the key
     * @param value the bytes to put before or behind the value
     */
    public static void concatenate(ByteBuffer out, Opcode opcode, int opaque, long casToken, byte[] key, byte[] value) {
        requireShape(opcode, OpcodeShape.CONCATENATE);
        head(out, opcode, opaque, casToken, 0, key, value.length, value.length);
        out.put(key);
        out.put(value);
    }

    /**
     * Writes an extension of a value by bytes that the caller sends behind it.
     *
     * @param out where to write
     * @param opcode APPEND, PREPEND or a quiet form of them
     * @param opaque the number that the response repeats
     * @param casToken the token the present item must have, 0 for any
     * @param key the key
     * @param valueLength how many bytes follow
     */
    public static void concatenateHead(
            ByteBuffer out, Opcode opcode, int opaque, long casToken, byte[] key, int valueLength) {
        requireShape(opcode, OpcodeShape.CONCATENATE);
        head(out, opcode, opaque, casToken, 0, key, valueLength, 0);
        out.put(key);
    }

    /**
     * Writes a removal.
     *
     * @param out where to write
     * @param opcode DELETE or DELETEQ
     * @param opaque the number that the response repeats
     * @param casToken the token the present item must have, 0 for any
     * @param key the key
     */
    public static void delete(ByteBuffer out, Opcode opcode, int opaque, long casToken, byte[] key) {
        requireShape(opcode, OpcodeShape.DELETE);
        head(out, opcode, opaque, casToken, 0, key, 0, 0);
        out.put(key);
    }

    /**
     * Writes a change of a counter.
     *
     * @param out where to write
     * @param opcode INCREMENT, DECREMENT or a quiet form of them
     * @param opaque the number that the response repeats
     * @param casToken the token the present item must have, 0 for any; it does not keep a missing counter from being created
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the value of a counter that is created, unsigned; {@code delta} is not applied to it
     * @param exptime see {@link Exptime}; it counts only when the counter is created, and {@link Exptime#DO_NOT_CREATE} forbids that
     */
    public static void counter(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            byte[] key,
            long delta,
            long initial,
            long exptime) {
        requireShape(opcode, OpcodeShape.COUNTER);
        int exptimeBits = FrameWriter.checkedExptime(exptime);
        head(out, opcode, opaque, casToken, FrameLayout.COUNTER_EXTRAS_LENGTH, key, 0, 0);
        FrameWriter.putLong(out, delta);
        FrameWriter.putLong(out, initial);
        FrameWriter.putInt(out, exptimeBits);
        out.put(key);
    }

    /**
     * Writes a new expiry for an item, with or without retrieval.
     *
     * @param out where to write
     * @param opcode TOUCH, GAT, GATQ, GATK or GATKQ
     * @param opaque the number that the response repeats
     * @param key the key
     * @param exptime see {@link Exptime}
     */
    public static void touch(ByteBuffer out, Opcode opcode, int opaque, byte[] key, long exptime) {
        OpcodeShape shape = opcode.shape();
        if (shape != OpcodeShape.GET_AND_TOUCH && shape != OpcodeShape.GET_AND_TOUCH_WITH_KEY) {
            requireShape(opcode, OpcodeShape.TOUCH);
        }
        int exptimeBits = FrameWriter.checkedExptime(exptime);
        head(out, opcode, opaque, 0, FrameLayout.EXPTIME_LENGTH, key, 0, 0);
        FrameWriter.putInt(out, exptimeBits);
        out.put(key);
    }

    /**
     * Writes an invalidation of everything, at once.
     *
     * @param out where to write
     * @param opcode FLUSH or FLUSHQ
     * @param opaque the number that the response repeats
     */
    public static void flush(ByteBuffer out, Opcode opcode, int opaque) {
        requireShape(opcode, OpcodeShape.FLUSH);
        head(out, opcode, opaque, 0, 0, FrameWriter.NOTHING, 0, 0);
    }

    /**
     * Writes an invalidation of everything at a later time. Real memcached keeps one such time, so a delayed flush behind an immediate one
     * brings back what the first has flushed.
     *
     * @param out where to write
     * @param opcode FLUSH or FLUSHQ
     * @param opaque the number that the response repeats
     * @param exptime when, see {@link Exptime}; 0 is now
     */
    public static void flush(ByteBuffer out, Opcode opcode, int opaque, long exptime) {
        requireShape(opcode, OpcodeShape.FLUSH);
        int exptimeBits = FrameWriter.checkedExptime(exptime);
        head(out, opcode, opaque, 0, FrameLayout.EXPTIME_LENGTH, FrameWriter.NOTHING, 0, 0);
        FrameWriter.putInt(out, exptimeBits);
    }

    /**
     * Writes a request that is a header alone.
     *
     * @param out where to write
     * @param opcode NOOP, QUIT, QUITQ, VERSION or SASL_LIST_MECHANISMS
     * @param opaque the number that the response repeats
     */
    public static void bare(ByteBuffer out, Opcode opcode, int opaque) {
        requireShape(opcode, opcode.shape() == OpcodeShape.TEXT ? OpcodeShape.TEXT : OpcodeShape.BARE);
        head(out, opcode, opaque, 0, 0, FrameWriter.NOTHING, 0, 0);
    }

    /**
     * Writes a request for statistics.
     *
     * @param out where to write
     * @param opaque the number that all responses repeat
     * @param group the group of statistics, empty for the general ones
     */
    public static void stat(ByteBuffer out, int opaque, byte[] group) {
        head(out, Opcode.STAT, opaque, 0, 0, group, 0, 0);
        out.put(group);
    }

    /**
     * Writes a step of authentication.
     *
     * @param out where to write
     * @param opcode SASL_AUTH for the first step, SASL_STEP for the others
     * @param opaque the number that the response repeats
     * @param mechanism the mechanism's name in ASCII; memcached takes up to 32 bytes
     * @param message the client's message
     */
    public static void sasl(ByteBuffer out, Opcode opcode, int opaque, byte[] mechanism, byte[] message) {
        requireShape(opcode, OpcodeShape.SASL);
        head(out, opcode, opaque, 0, 0, mechanism, message.length, message.length);
        out.put(mechanism);
        out.put(message);
    }

    private static void requireShape(Opcode opcode, OpcodeShape shape) {
        if (opcode.shape() != shape) {
            throw new IllegalArgumentException("opcode must be of the method's shape: opcode=" + opcode + ", shape="
                    + opcode.shape() + ", required=" + shape);
        }
    }

    private static void head(
            ByteBuffer out,
            Opcode opcode,
            int opaque,
            long casToken,
            int extrasLength,
            byte[] key,
            int valueLength,
            int valueLengthToWrite) {
        if (!opcode.shape().requestKey().allows(key.length)) {
            throw new IllegalArgumentException(
                    "key must not be empty: opcode=" + opcode + ", maxKeyLength=" + FrameLayout.MAX_KEY_LENGTH);
        }
        int bodyLength = FrameWriter.check(out, extrasLength, key.length, valueLength, valueLengthToWrite);
        FrameWriter.putHeader(
                out, Magic.REQUEST, opcode.code(), key.length, extrasLength, 0, bodyLength, opaque, casToken);
    }
}
