package io.slabcache.bench.map;

import java.util.Arrays;

/** A byte string with equality and a hash, for stores that take objects as keys. */
final class HeapKey {
    private final byte[] bytes;
    private final int hash;

    HeapKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeapKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
