package io.slabcache.bench.map;

import org.jspecify.annotations.Nullable;

/** A store of byte strings, safe for use by several threads. */
public interface ByteMap extends AutoCloseable {
    /** Returned by {@link #accountedBytes} of a store that keeps no account. */
    long UNKNOWN = -1;

    /**
     * Returns the value under a key.
     *
     * @param key the key, which the caller may change afterwards
     * @return the value, or null if the key is absent; off the heap a new array
     */
    byte @Nullable [] get(byte[] key);

    /**
     * Stores a value.
     *
     * @param key the key, which the caller may change afterwards
     * @param value the value; a store on the heap keeps the array itself if {@link #keepsArrays} says so
     */
    void put(byte[] key, byte[] value);

    /** Returns whether the value's array itself is kept, so that the caller must not use it again. */
    default boolean keepsArrays() {
        return false;
    }

    /** Returns how many entries there are. */
    long size();

    /** Returns how many bytes the store itself says it uses, or {@link #UNKNOWN}. */
    long accountedBytes();

    @Override
    void close();
}
