package io.slabcache.jcache.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** The operations that run entry processors. */
final class Processors<K, V> {
    private final CacheContext<K, V> cache;
    private final Loading<K, V> loading;

    Processors(CacheContext<K, V> cache, Loading<K, V> loading) {
        this.cache = cache;
        this.loading = loading;
    }

    <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
        return invoke(key, cache.keys.encode(key), processor, arguments);
    }

    <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
        List<KeyedEntry<K>> wanted = new ArrayList<>(keys.size());
        for (K key : keys) {
            wanted.add(new KeyedEntry<>(key, cache.keys.encode(key)));
        }
        Map<K, EntryProcessorResult<T>> results = new HashMap<>();
        for (KeyedEntry<K> entry : wanted) {
            try {
                T result = invoke(entry.key(), entry.keyBytes(), processor, arguments);
                if (result != null) {
                    results.put(entry.key(), () -> result);
                }
            } catch (RuntimeException e) {
                EntryProcessorException failure = Invocation.wrap(e);
                results.put(entry.key(), () -> {
                    throw failure;
                });
            }
        }
        return results;
    }

    private <T> @Nullable T invoke(
            K key, byte[] encoded, EntryProcessor<K, V, T> processor, @Nullable Object[] arguments) {
        // From here on every write of this cache takes its key's lock.
        cache.beginInvocation();
        try {
            KeyLocks.KeyLock lock = cache.lock(key, encoded);
            try {
                return new Invocation<>(cache, loading, key, encoded, processor, arguments).run();
            } finally {
                cache.unlock(lock);
            }
        } finally {
            cache.endInvocation();
        }
    }
}
