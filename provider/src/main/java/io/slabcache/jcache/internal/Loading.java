package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/** What the loader brings: read-through of one key and of many. */
final class Loading<K, V> {
    private final CacheContext<K, V> cache;
    private final @Nullable CacheLoader<K, V> loader;
    private final boolean readThrough;

    Loading(CacheContext<K, V> cache) {
        this.cache = cache;
        this.loader = cache.loader;
        this.readThrough = cache.readThrough && loader != null;
    }

    /** Tells whether a read of an absent key asks the loader. */
    boolean isReadThrough() {
        return readThrough;
    }

    /** Asks the loader for one value; null if it has none. */
    @Nullable
    V loadValue(K key) {
        CacheLoader<K, V> present = loader;
        if (present == null) {
            return null;
        }
        try {
            return present.load(key);
        } catch (RuntimeException e) {
            throw wrap(e);
        }
    }

    /**
     * Loads the value of an absent key and stores it, under the key's lock.
     *
     * @param operation the operation that found nothing
     * @return the loaded value, or one that was stored meanwhile, or null if the loader has none
     */
    byte @Nullable [] load(KeyOperation<K, V> operation) {
        while (true) {
            Lease lease = cache.backing.acquireLease(operation.keyBytes());
            if (lease != null) {
                byte[] loaded = loadLeased(operation, lease);
                return loaded == null ? null : fill(operation, lease, loaded);
            }
            StoreItem item = operation.look();
            if (item != null) {
                return item.value();
            }
        }
    }

    /**
     * Loads the values of absent keys together and stores them.
     *
     * @param missing what was absent a moment ago
     * @param result receives the values
     * @param hits how many keys were present, to be counted with those that are present meanwhile
     * @param start when the operation began, for its count, which is taken whatever the loader does
     */
    void loadMissing(List<KeyedEntry<K>> missing, Map<K, V> result, int hits, long start) {
        int presentMeanwhile = 0;
        List<KeyLocks.KeyLock> locks = List.of();
        Map<Object, PendingLoad<K, V>> absent = new LinkedHashMap<>();
        try {
            locks = cache.lockAllIfNeeded(missing);
            // In an order that all processes share, so that no two of them wait for each other's leases.
            for (KeyedEntry<K> entry : cache.sorted(missing)) {
                Object identity = cache.keys.identity(entry.key(), entry.keyBytes());
                if (absent.containsKey(identity)) {
                    continue;
                }
                KeyOperation<K, V> operation = new KeyOperation<>(cache, entry.key(), entry.keyBytes());
                StoreItem item = operation.read();
                Lease lease = null;
                while (item == null && lease == null) {
                    lease = cache.backing.acquireLease(operation.keyBytes());
                    item = lease == null ? operation.read() : null;
                }
                if (lease == null) {
                    presentMeanwhile++;
                    result.put(
                            entry.key(),
                            cache.decodeValue(Objects.requireNonNull(item).value()));
                } else {
                    absent.put(identity, new PendingLoad<>(entry.key(), operation, null, lease));
                }
            }
            if (!absent.isEmpty()) {
                loadAbsent(absent, result);
            }
        } finally {
            absent.values().forEach(load -> load.release(cache.backing));
            cache.unlockAll(locks);
            cache.counters.reads(hits + presentMeanwhile, missing.size() - presentMeanwhile, start);
        }
    }

    private byte @Nullable [] loadLeased(KeyOperation<K, V> operation, Lease lease) {
        boolean loaded = false;
        try {
            V value = loadValue(operation.key());
            byte[] bytes = value == null ? null : cache.encodeValue(value);
            loaded = bytes != null;
            return bytes;
        } finally {
            if (!loaded) {
                cache.backing.release(lease);
            }
        }
    }

    private void loadAbsent(Map<Object, PendingLoad<K, V>> absent, Map<K, V> result) {
        CacheLoader<K, V> present = loader;
        if (present == null) {
            return;
        }
        List<K> keys = new ArrayList<>(absent.size());
        for (PendingLoad<K, V> entry : absent.values()) {
            keys.add(entry.key());
        }
        Map<Object, byte[]> values = new HashMap<>();
        for (Map.Entry<K, V> loaded : callLoadAll(present, keys).entrySet()) {
            if (loaded.getKey() != null && loaded.getValue() != null) {
                Object identity = cache.keys.identity(loaded.getKey(), cache.keys.encode(loaded.getKey()));
                values.put(identity, cache.encodeValue(loaded.getValue()));
            }
        }
        absent.forEach((identity, entry) -> {
            byte[] loaded = values.get(identity);
            if (loaded != null) {
                Lease lease = Objects.requireNonNull(entry.takeLease(), "a lease is used once");
                result.put(entry.key(), cache.decodeValue(fill(entry.operation(), lease, loaded)));
            }
        });
    }

    /**
     * Stores a loaded value unless there is one meanwhile; returns the one that there is. A value whose lease was taken
     * away is returned and not stored: it may be older than the removal that did so.
     */
    private byte[] fill(KeyOperation<K, V> operation, Lease lease, byte[] loaded) {
        LoadedValue<K, V> value = new LoadedValue<>(cache, operation, loaded);
        while (!value.fill(lease)) {
            StoreItem item = operation.look();
            if (item != null) {
                return item.value();
            }
            if (lease.isHeld()) {
                return loaded;
            }
        }
        return loaded;
    }

    /** Asks the loader for several values. */
    static <K, V> Map<K, V> callLoadAll(CacheLoader<K, V> present, List<K> keys) {
        Map<K, V> loaded;
        try {
            loaded = present.loadAll(keys);
        } catch (RuntimeException e) {
            throw wrap(e);
        }
        return loaded == null ? Map.of() : loaded;
    }

    private static CacheLoaderException wrap(RuntimeException e) {
        return e instanceof CacheLoaderException known ? known : new CacheLoaderException("the cache loader failed", e);
    }
}
