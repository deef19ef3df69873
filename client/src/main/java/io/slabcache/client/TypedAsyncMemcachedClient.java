package io.slabcache.client;

import io.slabcache.client.transcode.Encoded;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link TypedMemcachedClient} for callers that do not wait. Keys, values and times to live are checked and
 * values are encoded before a method returns; a failure afterwards completes the stage exceptionally. Stages are completed, and
 * values decoded, by the client's I/O thread, see {@link AsyncMemcachedClient}.
 *
 * @param <V> the type of the values
 */
public final class TypedAsyncMemcachedClient<V> {
    private final AsyncMemcachedClient client;
    private final TypedCodec<V> codec;

    TypedAsyncMemcachedClient(AsyncMemcachedClient client, TypedCodec<V> codec) {
        this.client = client;
        this.codec = codec;
    }

    /**
     * See {@link TypedMemcachedClient#get}.
     *
     * @param key the key
     * @return the value, or null if there is none
     */
    public CompletionStage<@Nullable V> get(String key) {
        return client.get(TypedCodec.key(key)).thenApply(item -> codec.decodeOrNull(key, item));
    }

    /**
     * See {@link TypedMemcachedClient#getItem}.
     *
     * @param key the key
     * @return the item, or null if there is none
     */
    public CompletionStage<@Nullable TypedItem<V>> getItem(String key) {
        return client.get(TypedCodec.key(key)).thenApply(item -> codec.seen(key, item));
    }

    /**
     * See {@link TypedMemcachedClient#getAll}.
     *
     * @param keys the keys
     * @return those that there are, in the order of the keys
     */
    public CompletionStage<Map<String, V>> getAll(Collection<String> keys) {
        List<String> distinct = TypedCodec.distinct(keys);
        return client.getAll(TypedCodec.keys(distinct)).thenApply(result -> codec.decodeAll(distinct, result));
    }

    /**
     * See {@link TypedMemcachedClient#set}.
     *
     * @param key the key
     * @param value the value
     * @param timeToLive positive
     * @return the result
     */
    public CompletionStage<WriteResult> set(String key, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.set(TypedCodec.key(key), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * See {@link TypedMemcachedClient#add}.
     *
     * @param key the key
     * @param value the value
     * @param timeToLive positive
     * @return the result
     */
    public CompletionStage<WriteResult> add(String key, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.add(TypedCodec.key(key), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * See {@link TypedMemcachedClient#replace}.
     *
     * @param key the key
     * @param value the value
     * @param timeToLive positive
     * @return the result
     */
    public CompletionStage<WriteResult> replace(String key, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.replace(TypedCodec.key(key), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * See {@link TypedMemcachedClient#compareAndSet}.
     *
     * @param key the key
     * @param seen what was seen
     * @param value the value
     * @param timeToLive positive
     * @return the result
     */
    public CompletionStage<WriteResult> compareAndSet(String key, TypedItem<V> seen, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.cas(TypedCodec.key(key), seen.casToken(), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * See {@link TypedMemcachedClient#update}. The change is made by the client's I/O thread: it must not block.
     *
     * @param key the key
     * @param timeToLive positive
     * @param change makes the new value of the present one
     * @return the new value, or null if there is none to be changed
     */
    public CompletionStage<@Nullable V> update(String key, Duration timeToLive, UnaryOperator<V> change) {
        return update(key, TypedCodec.key(key), TypedCodec.seconds(timeToLive), change, 1);
    }

    private CompletionStage<@Nullable V> update(
            String key, byte[] keyBytes, long seconds, UnaryOperator<V> change, int attempt) {
        return client.get(keyBytes).thenCompose(item -> {
            if (item == null) {
                return CompletableFuture.<@Nullable V>completedFuture(null);
            }
            V changed = codec.change(key, item, change);
            Encoded encoded = codec.encode(changed);
            return client.cas(keyBytes, item.casToken(), encoded.bytes(), encoded.clientFlags(), seconds)
                    .thenCompose(result -> {
                        if (result.isDone()) {
                            return CompletableFuture.<@Nullable V>completedFuture(changed);
                        }
                        return attempt == TypedCodec.MAX_UPDATE_ATTEMPTS
                                ? CompletableFuture.<@Nullable V>failedFuture(TypedCodec.tooManyLosses(key))
                                : update(key, keyBytes, seconds, change, attempt + 1);
                    });
        });
    }

    /**
     * See {@link TypedMemcachedClient#delete(String)}.
     *
     * @param key the key
     * @return whether there was a value
     */
    public CompletionStage<Boolean> delete(String key) {
        return client.delete(TypedCodec.key(key), MemcachedClient.ANY_TOKEN).thenApply(WriteResult::isDone);
    }

    /**
     * See {@link TypedMemcachedClient#delete(String, TypedItem)}.
     *
     * @param key the key
     * @param seen what was seen
     * @return the result
     */
    public CompletionStage<WriteResult> delete(String key, TypedItem<V> seen) {
        return client.delete(TypedCodec.key(key), seen.casToken());
    }

    /**
     * See {@link TypedMemcachedClient#setAll}.
     *
     * @param values values by key
     * @param timeToLive positive
     * @return completed when all are stored
     */
    public CompletionStage<@Nullable Void> setAll(Map<String, ? extends V> values, Duration timeToLive) {
        return client.setAll(codec.requests(values, timeToLive)).thenAccept(BulkResult::values);
    }

    /**
     * See {@link TypedMemcachedClient#deleteAll}.
     *
     * @param keys the keys
     * @return how many there were
     */
    public CompletionStage<Integer> deleteAll(Collection<String> keys) {
        return client.deleteAll(TypedCodec.keys(TypedCodec.distinct(keys))).thenApply(TypedCodec::removed);
    }

    /**
     * See {@link TypedMemcachedClient#count}.
     *
     * @param key the key
     * @return the count, unsigned, or nothing if there is no such item
     */
    public CompletionStage<OptionalLong> count(String key) {
        return client.get(TypedCodec.key(key)).thenApply(item -> TypedCodec.count(key, item));
    }

    /**
     * See {@link TypedMemcachedClient#increment(String, long)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    public CompletionStage<OptionalLong> increment(String key, long delta) {
        return client.increment(TypedCodec.key(key), delta);
    }

    /**
     * See {@link TypedMemcachedClient#increment(String, long, long, Duration)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned
     * @param timeToLive of a new counter, positive
     * @return the new count, unsigned
     */
    public CompletionStage<Long> increment(String key, long delta, long initial, Duration timeToLive) {
        return client.increment(TypedCodec.key(key), delta, initial, TypedCodec.seconds(timeToLive));
    }

    /**
     * See {@link TypedMemcachedClient#decrement(String, long)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    public CompletionStage<OptionalLong> decrement(String key, long delta) {
        return client.decrement(TypedCodec.key(key), delta);
    }

    /**
     * See {@link TypedMemcachedClient#decrement(String, long, long, Duration)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned
     * @param timeToLive of a new counter, positive
     * @return the new count, unsigned
     */
    public CompletionStage<Long> decrement(String key, long delta, long initial, Duration timeToLive) {
        return client.decrement(TypedCodec.key(key), delta, initial, TypedCodec.seconds(timeToLive));
    }

    /**
     * See {@link TypedMemcachedClient#touch}.
     *
     * @param key the key
     * @param timeToLive positive
     * @return whether there is a value
     */
    public CompletionStage<Boolean> touch(String key, Duration timeToLive) {
        return client.touch(TypedCodec.key(key), TypedCodec.seconds(timeToLive));
    }

    /**
     * See {@link TypedMemcachedClient#getAndTouch}.
     *
     * @param key the key
     * @param timeToLive positive
     * @return the value, or null if there is none
     */
    public CompletionStage<@Nullable V> getAndTouch(String key, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        return client.getAndTouch(TypedCodec.key(key), seconds).thenApply(item -> codec.decodeOrNull(key, item));
    }
}
