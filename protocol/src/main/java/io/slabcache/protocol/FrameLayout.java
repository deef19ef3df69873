package io.slabcache.protocol;

/**
 * Layout of a frame. All numbers are unsigned and big-endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     Magic     |    Opcode     |          Key length           |
 *  +---------------+---------------+-------------------------------+
 *  | Extras length |   Data type   |  VBucket id (response: status)|
 *  +---------------+---------------+-------------------------------+
 *  |             Body length = extras + key + value                |
 *  +---------------------------------------------------------------+
 *  |                   Opaque (echoed as it is)                    |
 *  +---------------------------------------------------------------+
 *  |                     CAS token (0 = none)                      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |              Extras, then key, then value                    ...
 * </pre>
 */
public final class FrameLayout {
    /** Offset of the magic, one byte. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the opcode, one byte. */
    public static final int OPCODE_OFFSET = MAGIC_OFFSET + Byte.BYTES;

    /** Offset of the key length, two bytes. */
    public static final int KEY_LENGTH_OFFSET = OPCODE_OFFSET + Byte.BYTES;

    /** Offset of the extras length, one byte. */
    public static final int EXTRAS_LENGTH_OFFSET = KEY_LENGTH_OFFSET + Short.BYTES;

    /** Offset of the data type, one byte, which is 0 and ignored. */
    public static final int DATA_TYPE_OFFSET = EXTRAS_LENGTH_OFFSET + Byte.BYTES;

    /** Offset of a request's virtual bucket id, two bytes, which is 0 and ignored. */
    public static final int VBUCKET_ID_OFFSET = DATA_TYPE_OFFSET + Byte.BYTES;

    /** Offset of a response's status, two bytes, at the place of a request's virtual bucket id. */
    public static final int STATUS_OFFSET = VBUCKET_ID_OFFSET;

    /** Offset of the body length, four bytes. */
    public static final int BODY_LENGTH_OFFSET = VBUCKET_ID_OFFSET + Short.BYTES;

    /** Offset of the opaque, four bytes. */
    public static final int OPAQUE_OFFSET = BODY_LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the CAS token, eight bytes. */
    public static final int CAS_TOKEN_OFFSET = OPAQUE_OFFSET + Integer.BYTES;

    /** Length of the header in bytes. */
    public static final int HEADER_LENGTH = CAS_TOKEN_OFFSET + Long.BYTES;

    /** Length of client flags in the extras. */
    public static final int FLAGS_LENGTH = Integer.BYTES;

    /** Length of an exptime in the extras. */
    public static final int EXPTIME_LENGTH = Integer.BYTES;

    /** Length of a counter: of delta and initial value in the extras, and of the value in the response. */
    public static final int COUNTER_LENGTH = Long.BYTES;

    /** Offset of the client flags within the extras, of every frame that has some. */
    public static final int EXTRAS_FLAGS_OFFSET = 0;

    /** Offset of the exptime within the extras of a store request. */
    public static final int STORE_EXPTIME_OFFSET = EXTRAS_FLAGS_OFFSET + FLAGS_LENGTH;

    /** Length of the extras of a store request. */
    public static final int STORE_EXTRAS_LENGTH = STORE_EXPTIME_OFFSET + EXPTIME_LENGTH;

    /** Offset of the delta within the extras of a counter request. */
    public static final int COUNTER_DELTA_OFFSET = 0;

    /** Offset of the initial value within the extras of a counter request. */
    public static final int COUNTER_INITIAL_OFFSET = COUNTER_DELTA_OFFSET + COUNTER_LENGTH;

    /** Offset of the exptime within the extras of a counter request. */
    public static final int COUNTER_EXPTIME_OFFSET = COUNTER_INITIAL_OFFSET + COUNTER_LENGTH;

    /** Length of the extras of a counter request. */
    public static final int COUNTER_EXTRAS_LENGTH = COUNTER_EXPTIME_OFFSET + EXPTIME_LENGTH;

    /** The longest key that memcached takes, in bytes. The shortest has one byte; any byte value is allowed. */
    public static final int MAX_KEY_LENGTH = 250;

    /** The longest body a decoder can be told to accept, so that a frame's length is an int. */
    public static final int MAX_BODY_LENGTH = Integer.MAX_VALUE - HEADER_LENGTH;

    private FrameLayout() {}

    /**
     * Returns the length of a whole frame.
     *
     * @param extrasLength the length of the extras in bytes
     * @param keyLength the length of the key in bytes
     * @param valueLength the length of the value in bytes
     * @return header and body in bytes
     * @throws IllegalArgumentException if a length is negative or the body is longer than {@link #MAX_BODY_LENGTH}
     */
    public static int frameLength(int extrasLength, int keyLength, int valueLength) {
        long bodyLength = (long) extrasLength + keyLength + valueLength;
        if ((extrasLength | keyLength | valueLength) < 0 || bodyLength > MAX_BODY_LENGTH) {
            throw new IllegalArgumentException(
                    "lengths must not be negative nor exceed the longest body: extrasLength=" + extrasLength
                            + ", keyLength=" + keyLength + ", valueLength=" + valueLength + ", maxBodyLength="
                            + MAX_BODY_LENGTH);
        }
        return HEADER_LENGTH + (int) bodyLength;
    }
}
