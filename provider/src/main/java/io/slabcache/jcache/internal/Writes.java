package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.KeyOperation.Stored;
import io.slabcache.store.StoreItem;
import org.jspecify.annotations.Nullable;

/** The operations that write or remove one entry. */
final class Writes<K, V> {
    private final CacheContext<K, V> cache;

    Writes(CacheContext<K, V> cache) {
        this.cache = cache;
    }

    void put(K key, V value) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        byte[] valueBytes = cache.encodeValue(value);
        if (cache.writesAreBlind(encoded)) {
            cache.backing.set(encoded, valueBytes, cache.expiry.forCreation(cache.backing.millis()));
            cache.counters.put(start);
            return;
        }
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            if (lock != null && cache.putsAreBlindWhenLocked()) {
                operation.storeBlind(value, valueBytes);
                cache.counters.put(start);
            } else if (operation.store(Condition.any(), value, valueBytes, true) == Stored.YES) {
                cache.counters.put(start);
            }
            operation.throwListenerFailure();
        } finally {
            cache.unlock(lock);
        }
    }

    @Nullable
    V getAndPut(K key, V value) {
        return readAndStore(key, value, Condition.any());
    }

    @Nullable
    V getAndReplace(K key, V value) {
        return readAndStore(key, value, Condition.present());
    }

    boolean replace(K key, V value) {
        return storeIf(key, value, Condition.present());
    }

    boolean replace(K key, V expected, V value) {
        byte[] expectedBytes = cache.encodeValue(expected);
        return storeIf(key, value, new Condition.EqualTo<>(expected, expectedBytes));
    }

    boolean putIfAbsent(K key, V value) {
        return storeIf(key, value, Condition.absent());
    }

    boolean remove(K key) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            boolean removed = operation.delete(Condition.any(), true);
            if (removed) {
                cache.counters.removal(start);
            }
            operation.throwListenerFailure();
            return removed;
        } finally {
            cache.unlock(lock);
        }
    }

    boolean remove(K key, V expected) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        Condition<V> condition = new Condition.EqualTo<>(expected, cache.encodeValue(expected));
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            boolean removed = operation.delete(condition, true);
            cache.counters.read(operation.previous() != null, start);
            if (removed) {
                cache.counters.removal(start);
            }
            operation.throwListenerFailure();
            return removed;
        } finally {
            cache.unlock(lock);
        }
    }

    @Nullable
    V getAndRemove(K key) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            boolean removed = operation.delete(Condition.any(), true);
            cache.counters.read(removed, start);
            if (removed) {
                cache.counters.removal(start);
            }
            operation.throwListenerFailure();
            return removed ? operation.previousValue() : null;
        } finally {
            cache.unlock(lock);
        }
    }

    private @Nullable V readAndStore(K key, V value, Condition<V> condition) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        byte[] valueBytes = cache.encodeValue(value);
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            Stored stored = operation.store(condition, value, valueBytes, true);
            StoreItem previous = operation.previous();
            cache.counters.read(previous != null, start);
            if (stored == Stored.YES) {
                cache.counters.put(start);
            }
            operation.throwListenerFailure();
            return operation.previousValue();
        } finally {
            cache.unlock(lock);
        }
    }

    private boolean storeIf(K key, V value, Condition<V> condition) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        byte[] valueBytes = cache.encodeValue(value);
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            Stored stored = operation.store(condition, value, valueBytes, true);
            cache.counters.read(operation.previous() != null, start);
            if (stored == Stored.YES) {
                cache.counters.put(start);
            }
            operation.throwListenerFailure();
            return stored == Stored.YES;
        } finally {
            cache.unlock(lock);
        }
    }
}
