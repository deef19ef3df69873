package io.slabcache.jcache.internal.codec;

/**
 * The way from objects to stored bytes and back of one cache's keys or values: built in, or the user's codec.
 *
 * @param <T> the declared type
 */
interface Encoding<T> {
    /**
     * Names the encoding.
     *
     * @return the name that {@link io.slabcache.jcache.Codec#id} gives
     */
    String id();

    /**
     * Encodes an object.
     *
     * @param object the object
     * @param headroom how many bytes are left free at the start of the array
     * @return an array that belongs to the caller
     */
    byte[] encode(T object, int headroom);

    /**
     * Decodes an object.
     *
     * @param bytes holds it
     * @param offset where it starts
     * @param length its length, inside of the array
     * @return the object
     */
    T decode(byte[] bytes, int offset, int length);

    /**
     * Tells whether equal objects always have equal bytes.
     *
     * @return whether the bytes alone decide equality, for all objects of the declared type
     */
    boolean isCanonical();

    /**
     * Tells whether objects equal to an encoded one have its bytes.
     *
     * @param bytes holds the encoded object
     * @param offset where it starts
     * @param length its length, inside of the array
     * @return whether the bytes alone decide equality with this object
     */
    boolean isCanonical(byte[] bytes, int offset, int length);
}
