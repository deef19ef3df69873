package io.slabcache.jcache.internal;

/** A key with its bytes, an element of a bulk operation. */
class KeyedEntry<K> {
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
