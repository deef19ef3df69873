package io.slabcache.jcache.event;

import io.slabcache.jcache.internal.EventCodec;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event for one listener. Key and values are read from their bytes when they are asked for, so that nobody shares
 * them and a filter that looks at the type alone costs nothing.
 */
final class CacheEvent<K, V> extends CacheEntryEvent<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient EventCodec<K, V> codec;
    private final transient byte[] keyBytes;
    private final transient byte @Nullable [] valueBytes;
    private final transient byte @Nullable [] oldValueBytes;
    private transient @Nullable K key;
    private transient @Nullable V value;
    private transient @Nullable V oldValue;

    CacheEvent(
            Cache<K, V> source,
            EventType type,
            EventCodec<K, V> codec,
            byte[] keyBytes,
            byte @Nullable [] valueBytes,
            byte @Nullable [] oldValueBytes) {
        super(source, type);
        this.codec = codec;
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
        this.oldValueBytes = oldValueBytes;
    }

    /** Returns how many bytes of key and values this event keeps. */
    long byteCount() {
        byte[] mine = valueBytes;
        byte[] before = oldValueBytes;
        long count = keyBytes.length;
        if (mine != null) {
            count += mine.length;
        }
        if (before != null && before != mine) {
            count += before.length;
        }
        return count;
    }

    @Override
    public synchronized K getKey() {
        K decoded = key;
        if (decoded == null) {
            decoded = codec.decodeKey(keyBytes);
            key = decoded;
        }
        return decoded;
    }

    @Override
    public synchronized @Nullable V getValue() {
        byte[] bytes = valueBytes;
        if (value == null && bytes != null) {
            value = codec.decodeValue(bytes);
        }
        return value;
    }

    @Override
    public synchronized @Nullable V getOldValue() {
        byte[] bytes = oldValueBytes;
        if (bytes == null) {
            return null;
        }
        if (bytes == valueBytes) {
            return getValue();
        }
        if (oldValue == null) {
            oldValue = codec.decodeValue(bytes);
        }
        return oldValue;
    }

    @Override
    public boolean isOldValueAvailable() {
        return oldValueBytes != null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an event cannot be unwrapped to this type: type=" + type.getName());
    }
}
