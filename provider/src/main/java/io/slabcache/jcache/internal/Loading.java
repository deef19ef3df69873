package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the loader brings: read-through of one key and of many, and loadAll. */
final class Loading<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

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
        byte[] loaded = null;
        while (true) {
            Lease lease = cache.backing.acquireLease(operation.keyBytes());
            if (lease == null) {
                StoreItem item = cache.backing.get(operation.keyBytes());
                if (item != null) {
                    return item.value();
                }
                continue;
            }
            if (loaded == null) {
                loaded = loadLeased(operation, lease);
            }
            if (loaded == null) {
                return null;
            }
            if (operation.fill(lease, loaded)) {
                return loaded;
            }
            StoreItem item = cache.backing.get(operation.keyBytes());
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
        try {
            locks = cache.lockAllIfNeeded(missing);
            Map<Object, Absent<K, V>> absent = new LinkedHashMap<>();
            for (KeyedEntry<K> entry : missing) {
                KeyOperation<K, V> operation = new KeyOperation<>(cache, entry.key(), entry.keyBytes());
                StoreItem item = operation.read();
                if (item != null) {
                    presentMeanwhile++;
                    result.put(entry.key(), cache.decodeValue(item.value()));
                } else {
                    absent.put(
                            cache.keys.identity(entry.key(), entry.keyBytes()), new Absent<>(entry.key(), operation));
                }
            }
            if (!absent.isEmpty()) {
                loadAbsent(absent, result);
            }
        } finally {
            cache.unlockAll(locks);
            cache.counters.reads(hits + presentMeanwhile, missing.size() - presentMeanwhile, start);
        }
    }

    /** Starts loadAll; the arguments are not null, nor is any key. */
    void loadAll(Set<? extends K> keys, boolean replace, @Nullable CompletionListener completion) {
        List<KeyedEntry<K>> wanted = new ArrayList<>(keys.size());
        for (K key : keys) {
            wanted.add(new KeyedEntry<>(key, cache.keys.encode(key)));
        }
        CacheLoader<K, V> present = loader;
        if (present == null || wanted.isEmpty()) {
            complete(completion);
            return;
        }
        try {
            cache.executor.execute(() -> loadAllNow(present, wanted, replace, completion));
        } catch (RejectedExecutionException e) {
            fail(completion, new CacheException("the executor refused to load: cache=" + cache.name, e));
        }
    }

    private void loadAllNow(
            CacheLoader<K, V> present,
            List<KeyedEntry<K>> wanted,
            boolean replace,
            @Nullable CompletionListener completion) {
        try {
            CacheEntryListenerException failure = loadAndStore(present, wanted, replace);
            if (failure != null) {
                fail(completion, failure);
                return;
            }
        } catch (Exception e) {
            fail(completion, e);
            return;
        } catch (Throwable e) { // Top of a task: whoever waits for the completion must hear of errors too.
            fail(completion, new CacheLoaderException("loading failed: cache=" + cache.name, e));
            return;
        }
        complete(completion);
    }

    private @Nullable CacheEntryListenerException loadAndStore(
            CacheLoader<K, V> present, List<KeyedEntry<K>> wanted, boolean replace) {
        List<K> keys = new ArrayList<>(wanted.size());
        for (KeyedEntry<K> entry : wanted) {
            if (replace || !cache.backing.contains(cache.keys.resolve(cache.backing, entry.key(), entry.keyBytes()))) {
                keys.add(entry.key());
            }
        }
        CacheEntryListenerException failure = null;
        if (!keys.isEmpty()) {
            Condition<V> condition = replace ? Condition.any() : Condition.absent();
            for (Map.Entry<K, V> loaded : callLoadAll(present, keys).entrySet()) {
                if (loaded.getKey() != null && loaded.getValue() != null) {
                    failure = Failures.merge(failure, store(loaded.getKey(), loaded.getValue(), condition));
                }
            }
        }
        return failure;
    }

    private @Nullable CacheEntryListenerException store(K key, V value, Condition<V> condition) {
        byte[] encoded = cache.keys.encode(key);
        byte[] valueBytes = cache.encodeValue(value);
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            operation.store(condition, value, valueBytes, false);
            return operation.listenerFailure();
        } finally {
            cache.unlock(lock);
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

    private void loadAbsent(Map<Object, Absent<K, V>> absent, Map<K, V> result) {
        CacheLoader<K, V> present = loader;
        if (present == null) {
            return;
        }
        List<K> keys = new ArrayList<>(absent.size());
        for (Absent<K, V> entry : absent.values()) {
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
                result.put(entry.key(), cache.decodeValue(fill(entry.operation(), loaded)));
            }
        });
    }

    /** Stores a loaded value unless there is one meanwhile; returns the one that there is. */
    private byte[] fill(KeyOperation<K, V> operation, byte[] loaded) {
        while (true) {
            Lease lease = cache.backing.acquireLease(operation.keyBytes());
            if (lease != null && operation.fill(lease, loaded)) {
                return loaded;
            }
            StoreItem item = cache.backing.get(operation.keyBytes());
            if (item != null) {
                return item.value();
            }
        }
    }

    private Map<K, V> callLoadAll(CacheLoader<K, V> present, List<K> keys) {
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

    private void complete(@Nullable CompletionListener completion) {
        if (completion != null) {
            try {
                completion.onCompletion();
            } catch (RuntimeException e) {
                LOG.warn("a completion listener failed: cache={}", cache.name, e);
            }
        }
    }

    private void fail(@Nullable CompletionListener completion, Exception failure) {
        if (completion == null) {
            LOG.warn("loading failed and nobody listens: cache={}", cache.name, failure);
            return;
        }
        try {
            completion.onException(failure);
        } catch (RuntimeException e) {
            LOG.warn("a completion listener failed: cache={}", cache.name, e);
        }
    }

    private record Absent<K, V>(K key, KeyOperation<K, V> operation) {}
}
