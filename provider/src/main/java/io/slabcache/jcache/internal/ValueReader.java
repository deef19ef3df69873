package io.slabcache.jcache.internal;

import org.jspecify.annotations.Nullable;

/**
 * Makes a value of bytes that stay where they are.
 *
 * @param <V> the type of the value
 */
@FunctionalInterface
public interface ValueReader<V> {
    /**
     * Reads a value.
     *
     * @param bytes holds it, and must not be kept
     * @param offset where it starts
     * @param length its length
     * @return the value, or null if it is to be treated as absent
     */
    @Nullable
    V read(byte[] bytes, int offset, int length);
}
