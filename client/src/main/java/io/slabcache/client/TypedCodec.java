package io.slabcache.client;

import io.slabcache.client.transcode.CounterTranscoder;
import io.slabcache.client.transcode.Encoded;
import io.slabcache.client.transcode.Transcoder;
import io.slabcache.client.transcode.UndecodableItemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns a typed client's arguments and results into the bytes and seconds of {@link MemcachedClient}, and back. */
final class TypedCodec<V> {
    /** So often an update is tried again before it is given up. */
    static final int MAX_UPDATE_ATTEMPTS = 500;

    private static final int MAX_KEY_LENGTH = 250;
    private static final CounterTranscoder COUNTERS = new CounterTranscoder();

    private final Transcoder<V> transcoder;

    TypedCodec(Transcoder<V> transcoder) {
        this.transcoder = transcoder;
    }

    static byte[] key(String key) {
        // Two keys with different unpaired surrogates would be the same bytes.
        for (int i = 0; i < key.length(); i++) {
            if (Character.isSurrogate(key.charAt(i))) {
                if (i + 1 == key.length() || !Character.isSurrogatePair(key.charAt(i), key.charAt(i + 1))) {
                    throw new IllegalArgumentException("key must have no unpaired surrogate: index=" + i);
                }
                i++;
            }
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 1 || bytes.length > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key must be 1 to " + MAX_KEY_LENGTH + " bytes: keyLength="
                    + bytes.length + ", maxKeyLength=" + MAX_KEY_LENGTH);
        }
        return bytes;
    }

    /** Copies, because the collection may change before the answers are put beside the keys. */
    static List<String> distinct(Collection<String> keys) {
        return List.copyOf(keys instanceof Set<String> ? keys : new LinkedHashSet<>(keys));
    }

    static List<byte[]> keys(List<String> keys) {
        List<byte[]> bytes = new ArrayList<>(keys.size());
        for (String key : keys) {
            bytes.add(key(key));
        }
        return bytes;
    }

    static long seconds(Duration timeToLive) {
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("time to live must be positive: timeToLive=" + timeToLive);
        }
        if (timeToLive.equals(TypedMemcachedClient.FOR_EVER)) {
            return 0;
        }
        long seconds = timeToLive.getSeconds();
        return timeToLive.getNano() == 0 || seconds == Long.MAX_VALUE ? seconds : seconds + 1;
    }

    Encoded encode(V value) {
        return transcoder.encode(value);
    }

    V decode(String key, Item item) {
        try {
            return transcoder.decode(item);
        } catch (UndecodableItemException e) {
            throw new UndecodableItemException("item must be decodable: key=" + key + ", " + e.getMessage(), e);
        }
    }

    @Nullable
    V decodeOrNull(String key, @Nullable Item item) {
        return item == null ? null : decode(key, item);
    }

    @Nullable
    TypedItem<V> seen(String key, @Nullable Item item) {
        return item == null ? null : new TypedItem<>(decode(key, item), item.casToken());
    }

    Map<String, V> decodeAll(List<String> keys, BulkResult<@Nullable Item> result) {
        Map<String, V> values = new LinkedHashMap<>();
        List<@Nullable Item> items = result.values();
        for (int i = 0; i < keys.size(); i++) {
            Item item = items.get(i);
            if (item != null) {
                values.put(keys.get(i), decode(keys.get(i), item));
            }
        }
        return values;
    }

    List<StoreRequest> requests(Map<String, ? extends V> values, Duration timeToLive) {
        long seconds = seconds(timeToLive);
        List<StoreRequest> requests = new ArrayList<>(values.size());
        for (Map.Entry<String, ? extends V> entry : values.entrySet()) {
            Encoded encoded = transcoder.encode(entry.getValue());
            requests.add(new StoreRequest(key(entry.getKey()), encoded.bytes(), encoded.clientFlags(), seconds));
        }
        return requests;
    }

    static OptionalLong count(String key, @Nullable Item item) {
        if (item == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(COUNTERS.decode(item));
        } catch (UndecodableItemException e) {
            throw new UndecodableItemException("item must be a counter: key=" + key + ", " + e.getMessage(), e);
        }
    }

    static int removed(BulkResult<WriteResult> results) {
        int removed = 0;
        for (WriteResult result : results.values()) {
            if (result.isDone()) {
                removed++;
            }
        }
        return removed;
    }

    V change(String key, Item item, UnaryOperator<V> change) {
        if (item.casToken() == MemcachedClient.ANY_TOKEN) {
            throw new MemcachedException("server must keep CAS tokens for an update: key=" + key, false, null);
        }
        V changed = change.apply(decode(key, item));
        if (changed == null) {
            throw new NullPointerException("change must not return null: key=" + key);
        }
        return changed;
    }

    static MemcachedException tooManyLosses(String key) {
        return new MemcachedException(
                "update must win against other writers: key=" + key + ", attempts=" + MAX_UPDATE_ATTEMPTS, false, null);
    }
}
