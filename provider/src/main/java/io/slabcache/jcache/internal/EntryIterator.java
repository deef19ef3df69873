package io.slabcache.jcache.internal;

import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
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
            if (item.expiryMillis() > cache.backing.millis() && cache.isReadable(item.value())) {
                nextItem = item;
                nextKey = cursor.key();
            }
        }
        return true;
    }

    /**
     * Returns the next entry as it is now. One that is gone since {@link #hasNext()} told of it is returned as it was met
     * only if no other is left.
     */
    @Override
    public Cache.Entry<K, V> next() {
        long start = cache.counters.start();
        byte[] keyBytes = nextKey;
        StoreItem found = nextItem;
        StoreItem current = null;
        while (current == null && hasNext()) {
            byte[] metKey = Objects.requireNonNull(nextKey);
            nextItem = null;
            nextKey = null;
            current = read(metKey);
            if (current != null) {
                keyBytes = metKey;
                found = current;
            }
        }
        if (found == null || keyBytes == null) {
            throw new NoSuchElementException("the iterator is at its end");
        }
        K key = cache.keys.decode(keyBytes);
        V value = cache.decodeValue(found.value());
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

    /** Reads an entry that was met, which is an access for the expiry policy; null if it is gone. */
    private @Nullable StoreItem read(byte[] keyBytes) {
        if (cache.readsAreBlind()) {
            StoreItem item = cache.backing.get(keyBytes);
            return item == null || !cache.isReadable(item.value()) ? null : item;
        }
        K key = cache.keys.decode(keyBytes);
        KeyLocks.KeyLock lock = cache.lockIfNeeded(key, keyBytes);
        try {
            KeyOperation<K, V> operation = new KeyOperation<>(cache, key, keyBytes);
            StoreItem read = operation.read();
            operation.throwListenerFailure();
            return read;
        } finally {
            cache.unlock(lock);
        }
    }
}
