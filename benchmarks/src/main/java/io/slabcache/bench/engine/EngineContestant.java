package io.slabcache.bench.engine;

import org.jspecify.annotations.Nullable;

/**
 * A map from byte strings to byte strings under load, with room for all entries. Used by several threads at once.
 *
 * @param <K> the form in which its users hand it a key
 */
interface EngineContestant<K> extends AutoCloseable {
    /** Returns a key in the form that is asked for; made before anything is measured. */
    K key(byte[] bytes);

    /** Stores a value. */
    void put(K key, byte[] value);

    /** Returns the value as an array of the caller's, null for none. */
    byte @Nullable [] get(K key);

    /**
     * Puts the value into the caller's array.
     *
     * @param target as long as every value
     * @return the value's length, -1 for none
     */
    default int getInto(K key, byte[] target) {
        byte[] value = get(key);
        if (value == null) {
            return -1;
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
        throw new UnsupportedOperationException("which keys share a lock is not told: contestant=" + getClass());
    }

    @Override
    void close() throws Exception;
}
