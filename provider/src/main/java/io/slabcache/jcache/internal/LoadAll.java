package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.ArrayList;
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

/**
 * The operation loadAll. It holds no lock while the loader works; a loaded value is stored unless the entry was changed
 * since before the loader was asked.
 */
final class LoadAll<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(LoadAll.class);

    /** As long as a manager waits for its executor's tasks; a loader that hangs must not keep a cache from closing. */
    private static final long CLOSE_WAIT_MILLIS = 2_000;

    private final CacheContext<K, V> cache;
    private final @Nullable CacheLoader<K, V> loader;
    private final LoadsUnderWay underWay = new LoadsUnderWay();

    LoadAll(CacheContext<K, V> cache) {
        this.cache = cache;
        this.loader = cache.loader;
    }

    /** Starts to load; the arguments are not null, nor is any key. */
    void start(Set<? extends K> keys, boolean replace, @Nullable CompletionListener completion) {
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

    /** Lets no load begin any more, and waits for those that did, so that their loader can be closed. */
    void close() {
        if (!underWay.close(CLOSE_WAIT_MILLIS)) {
            LOG.warn("a loader is closed while it loads: cache={}, limitMillis={}", cache.name, CLOSE_WAIT_MILLIS);
        }
    }

    private void loadAllNow(
            CacheLoader<K, V> present,
            List<KeyedEntry<K>> wanted,
            boolean replace,
            @Nullable CompletionListener completion) {
        try {
            CacheEntryListenerException failure = loadUnlessClosed(present, wanted, replace);
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

    private @Nullable CacheEntryListenerException loadUnlessClosed(
            CacheLoader<K, V> present, List<KeyedEntry<K>> wanted, boolean replace) {
        if (!underWay.begin()) {
            throw new IllegalStateException("the cache was closed before its loader was asked: cache=" + cache.name);
        }
        try {
            return loadAndStore(present, wanted, replace);
        } finally {
            underWay.end();
        }
    }

    private @Nullable CacheEntryListenerException loadAndStore(
            CacheLoader<K, V> present, List<KeyedEntry<K>> wanted, boolean replace) {
        Map<Object, PendingLoad<K, V>> loads = new LinkedHashMap<>();
        try {
            for (KeyedEntry<K> entry : cache.sorted(wanted)) {
                Object identity = cache.keys.identity(entry.key(), entry.keyBytes());
                if (!loads.containsKey(identity)) {
                    PendingLoad<K, V> load = toLoad(entry, replace);
                    if (load != null) {
                        loads.put(identity, load);
                    }
                }
            }
            return loads.isEmpty() ? null : loadAndStore(present, loads, replace);
        } finally {
            loads.values().forEach(load -> load.release(cache.backing));
        }
    }

    private @Nullable CacheEntryListenerException loadAndStore(
            CacheLoader<K, V> present, Map<Object, PendingLoad<K, V>> loads, boolean replace) {
        List<K> keys = new ArrayList<>(loads.size());
        for (PendingLoad<K, V> load : loads.values()) {
            keys.add(load.key());
        }
        CacheEntryListenerException failure = null;
        for (Map.Entry<K, V> loaded : Loading.callLoadAll(present, keys).entrySet()) {
            if (loaded.getKey() != null && loaded.getValue() != null) {
                failure = Failures.merge(failure, store(loaded.getKey(), loaded.getValue(), loads, replace));
            }
        }
        return failure;
    }

    /** Looks at an entry before it is loaded; null if it is not to be. */
    private @Nullable PendingLoad<K, V> toLoad(KeyedEntry<K> entry, boolean replace) {
        KeyOperation<K, V> operation = new KeyOperation<>(cache, entry.key(), entry.keyBytes());
        while (true) {
            StoreItem before = operation.look();
            if (before != null) {
                return replace ? new PendingLoad<>(entry.key(), operation, before, null) : null;
            }
            Lease lease = cache.backing.acquireLease(operation.keyBytes());
            if (lease != null) {
                return new PendingLoad<>(entry.key(), operation, null, lease);
            }
        }
    }

    private @Nullable CacheEntryListenerException store(
            K key, V value, Map<Object, PendingLoad<K, V>> loads, boolean replace) {
        byte[] encoded = cache.keys.encode(key);
        byte[] valueBytes = cache.encodeValue(value);
        PendingLoad<K, V> load = loads.get(cache.keys.identity(key, encoded));
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, encoded);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, encoded);
            if (load == null) {
                // The loader brought more than it was asked for.
                operation.store(replace ? Condition.any() : Condition.absent(), value, valueBytes, false);
            } else {
                new LoadedValue<>(cache, operation, valueBytes).store(load.before(), load.takeLease());
            }
            return operation.listenerFailure();
        } finally {
            cache.unlock(lock);
        }
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
}
