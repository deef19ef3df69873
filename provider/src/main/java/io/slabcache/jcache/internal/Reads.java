package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations that read: get, getAll, containsKey. */
final class Reads<K, V> {
    private final CacheContext<K, V> cache;
    private final Loading<K, V> loading;

    Reads(CacheContext<K, V> cache, Loading<K, V> loading) {
        this.cache = cache;
        this.loading = loading;
    }

    boolean containsKey(K key) {
        byte[] encoded = cache.keys.encode(key);
        if (cache.backing.contains(encoded)) {
            return true;
        }
        return !cache.keys.isCanonical(encoded)
                && cache.backing.contains(cache.keys.resolve(cache.backing, key, encoded));
    }

    @Nullable
    V get(K key) {
        long start = cache.counters.start();
        byte[] encoded = cache.keys.encode(key);
        V value = cache.readsAreBlind() ? cache.backing.read(encoded, cache.valueReader) : null;
        if (value == null) {
            return cache.readsAreBlind() && cache.keys.isCanonical(encoded) && !loading.isReadThrough()
                    ? missed(start)
                    : getSlowly(key, encoded, start);
        }
        cache.counters.hit(start);
        return value;
    }

    Map<K, V> getAll(Set<? extends K> keys) {
        long start = cache.counters.start();
        List<KeyedEntry<K>> wanted = new ArrayList<>(keys.size());
        for (K key : keys) {
            wanted.add(new KeyedEntry<>(key, cache.keys.encode(key)));
        }
        Map<K, V> result = new HashMap<>(wanted.size() * 4 / 3 + 1);
        List<KeyedEntry<K>> missing = readAll(wanted, result);
        if (!missing.isEmpty() && loading.isReadThrough()) {
            loading.loadMissing(missing, result, wanted.size() - missing.size(), start);
        } else {
            cache.counters.reads(wanted.size() - missing.size(), missing.size(), start);
        }
        return result;
    }

    private @Nullable V missed(long start) {
        cache.counters.miss(start);
        return null;
    }

    private @Nullable V getSlowly(K key, byte[] encoded, long start) {
        byte[] found = cache.expiry.isCustom() ? null : readBytes(key, encoded);
        boolean hit = found != null;
        if (found == null && (cache.expiry.isCustom() || loading.isReadThrough())) {
            KeyLocks.KeyLock lock = cache.lock(key, encoded);
            try {
                KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
                StoreItem item = operation.read();
                hit = item != null;
                V value;
                try {
                    found = item != null ? item.value() : loading.isReadThrough() ? loading.load(operation) : null;
                    value = found == null ? null : cache.decodeValue(found);
                } finally {
                    // A miss is one whatever the loader does.
                    cache.counters.read(hit, start);
                }
                operation.throwListenerFailure();
                return value;
            } finally {
                cache.unlock(lock);
            }
        }
        V value = found == null ? null : cache.decodeValue(found);
        cache.counters.read(hit, start);
        return value;
    }

    private byte @Nullable [] readBytes(K key, byte[] encoded) {
        KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
        StoreItem item = operation.read();
        operation.throwListenerFailure();
        return item == null ? null : item.value();
    }

    /** Puts what is present into the result; returns the others. */
    private List<KeyedEntry<K>> readAll(List<KeyedEntry<K>> wanted, Map<K, V> result) {
        List<KeyedEntry<K>> missing = new ArrayList<>();
        if (!cache.expiry.isCustom() && cache.keys.areCanonical()) {
            List<byte[]> keyBytes = new ArrayList<>(wanted.size());
            for (KeyedEntry<K> entry : wanted) {
                keyBytes.add(entry.keyBytes());
            }
            if (cache.readsAreBlind()) {
                List<@Nullable V> values = cache.backing.readAll(keyBytes, cache.valueReader);
                for (int i = 0; i < wanted.size(); i++) {
                    add(wanted.get(i), values.get(i), result, missing);
                }
                return missing;
            }
            List<@Nullable StoreItem> items = cache.backing.getAll(keyBytes);
            for (int i = 0; i < wanted.size(); i++) {
                StoreItem item = items.get(i);
                addBytes(wanted.get(i), item == null ? null : accessed(wanted.get(i), item), result, missing);
            }
            return missing;
        }
        for (KeyedEntry<K> entry : wanted) {
            KeyLocks.KeyLock lock = cache.expiry.isCustom() ? cache.lock(entry.key(), entry.keyBytes()) : null;
            try {
                addBytes(entry, readBytes(entry.key(), entry.keyBytes()), result, missing);
            } finally {
                cache.unlock(lock);
            }
        }
        return missing;
    }

    /** Counts the reading of an entry as an access; returns the value as it is then. */
    private byte @Nullable [] accessed(KeyedEntry<K> entry, StoreItem item) {
        KeyOperation<K, V> operation = new KeyOperation<>(cache, entry.key(), entry.keyBytes());
        StoreItem read = operation.read(item);
        operation.throwListenerFailure();
        return read == null ? null : read.value();
    }

    private void addBytes(KeyedEntry<K> entry, byte @Nullable [] found, Map<K, V> result, List<KeyedEntry<K>> missing) {
        add(entry, found == null ? null : cache.decodeOrMiss(found), result, missing);
    }

    private void add(KeyedEntry<K> entry, @Nullable V value, Map<K, V> result, List<KeyedEntry<K>> missing) {
        if (value == null) {
            missing.add(entry);
        } else {
            result.put(entry.key(), value);
        }
    }
}
