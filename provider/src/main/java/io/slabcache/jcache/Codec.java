package io.slabcache.jcache;

/**
 * Turns keys or values into bytes and back. Implementations are stateless or safe for use by several threads. What they
 * throw beside {@link javax.cache.CacheException} reaches the caller inside of one.
 *
 * @param <T> the type of the objects
 */
public interface Codec<T> {
    /**
     * Names the encoding, not the class that implements it: two codecs with one id read each other's bytes.
     *
     * @return a short name that does not change between releases
     */
    String id();

    /**
     * Encodes an object.
     *
     * @param object the object, not null
     * @return a fresh array, for a key of at least one byte
     * @throws javax.cache.CacheException if the object cannot be encoded
     */
    byte[] encode(T object);

    /**
     * Decodes what {@link #encode} wrote.
     *
     * @param bytes holds the encoded form, and must neither be changed nor kept: it is used again
     * @param offset where it starts
     * @param length its length in bytes
     * @return a new object, or an immutable one
     * @throws javax.cache.CacheException if the bytes are not an encoded object, or hold a class that is refused
     */
    T decode(byte[] bytes, int offset, int length);

    /**
     * Tells whether objects that are equal have equal bytes. Only then can a key be looked up by its bytes alone.
     *
     * @return whether equal objects are encoded alike
     */
    boolean isCanonical();
}
