package io.slabcache.jcache.internal;

import javax.cache.Cache;

/** A key with its value, as handed to the user. Entries are equal only to themselves. */
final class ValueEntry<K, V> implements Cache.Entry<K, V> {
    private final K key;
    private final V value;

    ValueEntry(K key, V value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.unwrap(this, type);
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
