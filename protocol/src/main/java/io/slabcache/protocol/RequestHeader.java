package io.slabcache.protocol;

import java.nio.ByteBuffer;

/**
 * Reads the header of a request at an offset of a buffer, field by field.
 *
 * <p>The fields are returned as they are: unsigned, and checked against nothing. {@link RequestDecoder} checks them. The
 * buffer's position, limit and byte order play no part, except that the header must lie before the limit.
 */
public final class RequestHeader {
    private RequestHeader() {}

    /**
     * Reads the magic.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return an unsigned byte
     */
    public static int magic(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedByte(buffer, offset + FrameLayout.MAGIC_OFFSET);
    }

    /**
     * Reads the opcode's code.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return an unsigned byte
     */
    public static int opcode(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedByte(buffer, offset + FrameLayout.OPCODE_OFFSET);
    }

    /**
     * Reads the length of the key.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return 0 to 65535 bytes
     */
    public static int keyLength(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedShort(buffer, offset + FrameLayout.KEY_LENGTH_OFFSET);
    }

    /**
     * Reads the length of the extras.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return 0 to 255 bytes
     */
    public static int extrasLength(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedByte(buffer, offset + FrameLayout.EXTRAS_LENGTH_OFFSET);
    }

    /**
     * Reads the data type, which has no meaning.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return an unsigned byte
     */
    public static int dataType(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedByte(buffer, offset + FrameLayout.DATA_TYPE_OFFSET);
    }

    /**
     * Reads the virtual bucket id, which has no meaning to memcached.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return an unsigned 16-bit number
     */
    public static int vbucketId(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedShort(buffer, offset + FrameLayout.VBUCKET_ID_OFFSET);
    }

    /**
     * Reads the length of extras, key and value together.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return 0 to 2^32 - 1 bytes
     */
    public static long bodyLength(ByteBuffer buffer, int offset) {
        return BigEndian.getUnsignedInt(buffer, offset + FrameLayout.BODY_LENGTH_OFFSET);
    }

    /**
     * Reads the number that a response repeats from its request.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return any 32 bits
     */
    public static int opaque(ByteBuffer buffer, int offset) {
        return BigEndian.getInt(buffer, offset + FrameLayout.OPAQUE_OFFSET);
    }

    /**
     * Reads the CAS token.
     *
     * @param buffer the buffer
     * @param offset where the header begins
     * @return any 64 bits, 0 if there is none
     */
    public static long casToken(ByteBuffer buffer, int offset) {
        return BigEndian.getLong(buffer, offset + FrameLayout.CAS_TOKEN_OFFSET);
    }
}
