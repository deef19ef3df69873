package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.KeyOperation.Stored;
import io.slabcache.store.StoreCursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations that write or remove many entries. Each entry is one step; the writer hears of all of them together. */
final class BulkWrites<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(BulkWrites.class);

    /** How many keys a removal of everything has in its hands at a time. */
    private static final int BATCH = 256;

    private final CacheContext<K, V> cache;

    BulkWrites(CacheContext<K, V> cache) {
        this.cache = cache;
    }

    void putAll(Map<? extends K, ? extends V> map) {
        long start = cache.counters.start();
        List<KeyedValue<K, V>> entries = new ArrayList<>(map.size());
        for (Map.Entry<? extends K, ? extends V> entry : map.entrySet()) {
            K key = entry.getKey();
            V value = entry.getValue();
            KeyedValue<K, V> encoded = new KeyedValue<>(key, cache.keys.encode(key), value, cache.encodeValue(value));
            cache.backing.requireFits(encoded.keyBytes(), encoded.valueBytes());
            entries.add(encoded);
        }
        if (cache.writesAreBlind()) {
            putBlind(entries);
            cache.counters.puts(entries.size(), start);
            return;
        }
        List<KeyLocks.KeyLock> locks = cache.lockAllIfNeeded(entries);
        try {
            putLocked(entries, start);
        } finally {
            cache.unlockAll(locks);
        }
    }

    void removeAll(Set<? extends K> keys) {
        long start = cache.counters.start();
        Map<K, KeyedEntry<K>> entries = new LinkedHashMap<>();
        for (K key : keys) {
            entries.put(key, new KeyedEntry<>(key, cache.keys.encode(key)));
        }
        Removal removal = new Removal();
        try {
            remove(entries, removal);
        } finally {
            cache.counters.removals(removal.count, start);
        }
        removal.throwFailure();
    }

    /**
     * Removes all entries that it meets, as removals that listeners and the writer hear of. It has a batch of keys in its
     * hands at a time, and ends with the first batch that the writer fails for.
     */
    void removeAll() {
        long start = cache.counters.start();
        Removal removal = new Removal();
        try {
            StoreCursor cursor = cache.backing.entriesToRemove();
            List<byte[]> batch = nextBatch(cursor);
            while (!batch.isEmpty() && removal.writerFailure == null) {
                removeBatch(batch, removal);
                batch = nextBatch(cursor);
            }
        } finally {
            cache.counters.removals(removal.count, start);
        }
        removal.throwFailure();
    }

    /** Tries to store entries together; false if that failed and each is to be tried by itself, for its own failure. */
    private boolean isPutBlind(List<KeyedValue<K, V>> entries) {
        try {
            putBlind(entries);
            return true;
        } catch (BackingException e) {
            LOG.debug("entries are stored one by one: cache={}", cache.name, e);
            return false;
        }
    }

    private void putBlind(List<KeyedValue<K, V>> entries) {
        List<byte[]> keys = new ArrayList<>(entries.size());
        List<byte[]> values = new ArrayList<>(entries.size());
        for (KeyedValue<K, V> entry : entries) {
            keys.add(entry.keyBytes());
            values.add(entry.valueBytes());
        }
        cache.backing.setAll(keys, values, cache.expiry.forCreation(cache.backing.millis()));
    }

    private void putLocked(List<KeyedValue<K, V>> entries, long start) {
        Set<Cache.Entry<? extends K, ? extends V>> residue = new LinkedHashSet<>();
        CacheWriterException writerFailure = cache.writer == null ? null : writeAll(cache.writer, entries, residue);
        CacheException cacheFailure = null;
        CacheEntryListenerException listenerFailure = null;
        List<KeyedValue<K, V>> left = new ArrayList<>(entries.size());
        for (KeyedValue<K, V> entry : entries) {
            if (!residue.contains(entry.written())) {
                left.add(entry);
            }
        }
        long puts = 0;
        if (cache.putsAreBlindWhenLocked() && isPutBlind(left)) {
            puts = left.size();
            left = List.of();
        }
        for (KeyedValue<K, V> entry : left) {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, entry.key(), entry.keyBytes());
            if (cache.writer != null) {
                operation.wasWrittenThrough(entry.valueBytes());
            }
            try {
                if (operation.store(Condition.any(), entry.value(), entry.valueBytes(), false) == Stored.YES) {
                    puts++;
                }
            } catch (CacheException e) {
                cacheFailure = Failures.merge(cacheFailure, e);
            }
            listenerFailure = Failures.merge(listenerFailure, operation.listenerFailure());
        }
        cache.counters.puts(puts, start);
        RuntimeException failure = Failures.<RuntimeException>merge(writerFailure, cacheFailure);
        Failures.throwIfAny(Failures.merge(failure, listenerFailure));
    }

    /** Calls the writer; what it failed to write is in the residue afterwards. */
    private @Nullable CacheWriterException writeAll(
            CacheWriter<? super K, ? super V> writer,
            List<KeyedValue<K, V>> entries,
            Set<Cache.Entry<? extends K, ? extends V>> residue) {
        for (KeyedValue<K, V> entry : entries) {
            residue.add(entry.written());
        }
        if (residue.isEmpty()) {
            return null;
        }
        try {
            callWriteAll(writer, residue);
        } catch (RuntimeException e) {
            return KeyOperation.wrapWriterFailure(e);
        }
        residue.clear();
        return null;
    }

    @SuppressWarnings("unchecked") // A writer of supertypes of K and V takes entries of K and V.
    private static <K, V> void callWriteAll(
            CacheWriter<? super K, ? super V> writer, Collection<Cache.Entry<? extends K, ? extends V>> entries) {
        ((CacheWriter<K, V>) writer).writeAll(entries);
    }

    private static List<byte[]> nextBatch(StoreCursor cursor) {
        List<byte[]> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH && cursor.advance()) {
            batch.add(cursor.key());
        }
        return batch;
    }

    private void removeBatch(List<byte[]> batch, Removal removal) {
        if (cache.writer == null && (cache.removalsNeedNoLock() || !cache.mustLock())) {
            removeBlind(batch, removal);
            return;
        }
        Map<K, KeyedEntry<K>> entries = new LinkedHashMap<>();
        for (byte[] keyBytes : batch) {
            K key = cache.keys.decode(keyBytes);
            entries.put(key, new KeyedEntry<>(key, keyBytes));
        }
        remove(entries, removal);
    }

    /** Removes entries: one after the other under their locks, or together where a writer hears of all or nobody of any. */
    private void remove(Map<K, KeyedEntry<K>> entries, Removal removal) {
        CacheWriter<? super K, ? super V> writer = cache.writer;
        if (writer != null) {
            List<KeyLocks.KeyLock> locks = cache.lockAllIfNeeded(new ArrayList<>(entries.values()));
            try {
                removeTogether(deletedThrough(writer, entries, removal), removal);
            } finally {
                cache.unlockAll(locks);
            }
            return;
        }
        if (cache.removalsNeedNoLock()) {
            removeTogether(entries.values(), removal);
            return;
        }
        for (KeyedEntry<K> entry : entries.values()) {
            KeyLocks.KeyLock lock = cache.lockIfNeeded(entry.key(), entry.keyBytes());
            try {
                removeOne(entry, removal);
            } finally {
                cache.unlock(lock);
            }
        }
    }

    /** Calls the writer; returns what it deleted. */
    private List<KeyedEntry<K>> deletedThrough(
            CacheWriter<? super K, ? super V> writer, Map<K, KeyedEntry<K>> entries, Removal removal) {
        Set<K> residue = new LinkedHashSet<>(entries.keySet());
        if (!residue.isEmpty()) {
            removal.writerFailure = deleteAll(writer, residue);
        }
        List<KeyedEntry<K>> deleted = new ArrayList<>(entries.size());
        for (KeyedEntry<K> entry : entries.values()) {
            if (!residue.contains(entry.key())) {
                deleted.add(entry);
            }
        }
        return deleted;
    }

    private void removeTogether(Collection<KeyedEntry<K>> entries, Removal removal) {
        if (!cache.removalsAreBlindWhenLocked()) {
            for (KeyedEntry<K> entry : entries) {
                removeOne(entry, removal);
            }
            return;
        }
        List<byte[]> keys = new ArrayList<>(entries.size());
        for (KeyedEntry<K> entry : entries) {
            keys.add(entry.keyBytes());
        }
        removeBlind(keys, removal);
    }

    /** Removes entries of which nobody needs to know what they were. */
    private void removeBlind(List<byte[]> keys, Removal removal) {
        try {
            removal.count += cache.backing.deleteAll(keys);
        } catch (PartialRemovalException e) {
            removal.count += e.removed();
            throw e;
        }
    }

    private void removeOne(KeyedEntry<K> entry, Removal removal) {
        KeyOperation<K, V> operation = new KeyOperation<>(cache, entry.key(), entry.keyBytes());
        if (operation.delete(Condition.any(), false)) {
            removal.count++;
        }
        removal.listenerFailure = Failures.merge(removal.listenerFailure, operation.listenerFailure());
    }

    /** Calls the writer; what it failed to delete is in the residue afterwards. */
    private @Nullable CacheWriterException deleteAll(CacheWriter<? super K, ? super V> writer, Set<K> residue) {
        try {
            writer.deleteAll(residue);
        } catch (RuntimeException e) {
            return KeyOperation.wrapWriterFailure(e);
        }
        residue.clear();
        return null;
    }

    /** What a removal of many entries has come to. */
    private static final class Removal {
        private long count;
        private @Nullable CacheWriterException writerFailure;
        private @Nullable CacheEntryListenerException listenerFailure;

        private void throwFailure() {
            Failures.throwIfAny(Failures.<RuntimeException>merge(writerFailure, listenerFailure));
        }
    }

    /** An entry of putAll. */
    private static final class KeyedValue<K, V> extends KeyedEntry<K> {
        private final V value;
        private final byte[] valueBytes;
        private final Cache.Entry<K, V> written;

        private KeyedValue(K key, byte[] keyBytes, V value, byte[] valueBytes) {
            super(key, keyBytes);
            this.value = value;
            this.valueBytes = valueBytes;
            this.written = new ValueEntry<>(key, value);
        }

        private V value() {
            return value;
        }

        private byte[] valueBytes() {
            return valueBytes;
        }

        /** Returns what the writer is given; equal only to itself. */
        private Cache.Entry<K, V> written() {
            return written;
        }
    }
}
