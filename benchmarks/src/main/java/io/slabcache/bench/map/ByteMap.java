package io.slabcache.bench.map;

import org.jspecify.annotations.Nullable;

/**
 * A store of byte strings with room for all that is put into it, safe for use by several threads.
 *
 * @param <K> the form in which its users hand it a key
 */
public interface ByteMap<K> extends AutoCloseable {
    /** Returned by {@link #getInto} for a key that is absent. */
    int MISS = -1;

    /** Returned by {@link #accountedBytes} of a store that keeps no account. */
    long UNKNOWN = -1;

    /**
     * Returns a key in the form that is asked for.
     *
     * @param bytes the key; the caller must not change them while the key is in use, nor afterwards if {@link #keepsArrays} says so
     */
    K key(byte[] bytes);

    /**
     * Stores a value.
     *
     * @param key the key
     * @param value the value; a store on the heap keeps the array itself if {@link #keepsArrays} says so
     */
    void put(K key, byte[] value);

    /** Returns the value under a key, null if the key is absent; off the heap a new array. */
    byte @Nullable [] get(K key);

    /**
     * Puts the value under a key into the caller's array.
     *
     * @param target as long as every value
     * @return the value's length, {@link #MISS} if the key is absent
     */
    default int getInto(K key, byte[] target) {
        byte[] value = get(key);
        if (value == null) {
            return MISS;
        }
        System.arraycopy(value, 0, target, 0, value.length);
        return value.length;
    }

    /**
     * Returns a number for a key that is there, such that keys with the same number share one lock.
     *
     * @throws UnsupportedOperationException if that cannot be told
     */
    default long lockOf(K key) {
        throw new UnsupportedOperationException("which keys share a lock is not told: map=" + getClass());
    }

    /** Returns whether the arrays of keys and values themselves are kept, so that the caller must not use them again. */
    default boolean keepsArrays() {
        return false;
    }

    /** Returns how many entries there are; some stores count one by one. */
    long size();

    /** Returns how many bytes the store itself says it uses, or {@link #UNKNOWN}. */
    default long accountedBytes() {
        return UNKNOWN;
    }

    @Override
    void close();
}
