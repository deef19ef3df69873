package io.slabcache.jcache.internal.codec;

/**
 * How the objects of one class are written. Stateless or safe for use by several threads.
 *
 * @param <T> the class
 */
interface Format<T> {
    /**
     * Encodes an object.
     *
     * @param object the object
     * @param headroom how many bytes are left free at the start of the array
     * @return a fresh array: the free bytes, the tag, the object
     */
    byte[] encode(T object, int headroom);

    /**
     * Decodes an object. Reports malformed bytes by a {@link MalformedForm}, or by an {@link IllegalArgumentException}
     * or {@link java.time.DateTimeException}, which the caller turns into one.
     *
     * @param tag the tag that was read, one of this format's
     * @param bytes holds the object
     * @param offset where what follows the tag starts
     * @param length its length, inside of the array
     * @return the object
     */
    T decode(TypeTag tag, byte[] bytes, int offset, int length);

    /**
     * Tells whether an object of exactly this format's class can be written by it.
     *
     * @param object the object
     * @return false where the object has more to it than the format can hold
     */
    default boolean accepts(T object) {
        return true;
    }

    /**
     * Starts an encoded object.
     *
     * @param headroom how many bytes are left free
     * @param tag the tag, written behind them
     * @param length the length of what will follow
     * @return a fresh array
     */
    static byte[] allocate(int headroom, TypeTag tag, int length) {
        var bytes = new byte[Math.addExact(headroom + 1, length)];
        bytes[headroom] = (byte) tag.code();
        return bytes;
    }
}
