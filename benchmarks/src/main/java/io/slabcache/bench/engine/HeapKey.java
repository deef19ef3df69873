package io.slabcache.bench.engine;

import java.util.Arrays;

/** Bytes as a key of a map on the heap. */
record HeapKey(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof HeapKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
