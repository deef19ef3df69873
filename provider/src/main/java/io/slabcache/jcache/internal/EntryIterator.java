package io.slabcache.jcache.internal;

import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** A weakly consistent walk over a cache. Used by one thread. */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
    private final CacheContext<K, V> cache;
    private final Writes<K, V> writes;
    private final StoreCursor cursor;
    private byte @Nullable [] nextKey;
    private @Nullable StoreItem nextItem;
    private @Nullable K returnedKey;

    EntryIterator(CacheContext<K, V> cache, Writes<K, V> writes) {
        this.cache = cache;
        this.writes = writes;
        this.cursor = cache.backing.entries();
    }

    @Override
    public boolean hasNext() {
        while (nextItem == null) {
            if (!cursor.advance()) {
                return false;
            }
            StoreItem item = cursor.item();
            if (item.expiryMillis() > cache.backing.millis()) {
                nextItem = item;
                nextKey = cursor.key();
            }
        }
        return true;
    }

    @Override
    public Cache.Entry<K, V> next() {
        boolean present = hasNext();
        StoreItem item = nextItem;
        byte[] keyBytes = nextKey;
        if (!present || item == null || keyBytes == null) {
            throw new NoSuchElementException("the iterator is at its end");
        }
        nextItem = null;
        nextKey = null;
        long start = cache.counters.start();
        K key = cache.keys.decode(keyBytes);
        StoreItem read = cache.readsAreBlind() ? item : access(key, keyBytes, item);
        V value = cache.decodeValue(read.value());
        cache.counters.hit(start);
        returnedKey = key;
        return new ValueEntry<>(key, value);
    }

    @Override
    public void remove() {
        K key = returnedKey;
        if (key == null) {
            throw new IllegalStateException("there must have been a next() since the last remove()");
        }
        returnedKey = null;
        writes.remove(key);
    }

    /** Counts an access for the expiry policy; an entry that is gone meanwhile is returned as it was met. */
    private StoreItem access(K key, byte[] keyBytes, StoreItem met) {
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, keyBytes);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, keyBytes);
            StoreItem read = operation.read();
            operation.throwListenerFailure();
            return read == null ? met : read;
        } finally {
            cache.unlock(lock);
        }
    }
}
