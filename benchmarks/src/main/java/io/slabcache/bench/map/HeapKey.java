package io.slabcache.bench.map;

import java.util.Arrays;

/** Bytes as a key of a store that takes objects. Its hash is taken each time, as the other stores take theirs. */
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
