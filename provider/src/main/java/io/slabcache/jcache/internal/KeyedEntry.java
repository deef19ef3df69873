package io.slabcache.jcache.internal;

import java.util.Arrays;
import java.util.Comparator;

/** A key with its bytes, an element of a bulk operation. */
class KeyedEntry<K> {
    /** The order in which bulk operations take the locks of their keys. */
    static final Comparator<KeyedEntry<?>> BY_KEY_BYTES = (a, b) -> Arrays.compare(a.keyBytes, b.keyBytes);

    private final K key;
    private final byte[] keyBytes;

    KeyedEntry(K key, byte[] keyBytes) {
        this.key = key;
        this.keyBytes = keyBytes;
    }

    final K key() {
        return key;
    }

    final byte[] keyBytes() {
        return keyBytes;
    }
}
