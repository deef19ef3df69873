package io.slabcache.jcache.internal;

/**
 * Reads the keys and values of events.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface EventCodec<K, V> {
    /**
     * Reads a key.
     *
     * @param bytes the key as it is stored
     * @return a new object, or an immutable one
     */
    K decodeKey(byte[] bytes);

    /**
     * Reads a value.
     *
     * @param bytes the value as it is stored
     * @return a new object, or an immutable one
     */
    V decodeValue(byte[] bytes);
}
