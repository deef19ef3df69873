package io.slabcache.client;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link MemcachedClient} for callers that do not wait. Results, failures and arguments are as there;
 * a failure completes the stage exceptionally, and so does everything that is found out after the call.
 *
 * <p>Stages are completed by the client's I/O thread, and what depends on them runs there unless it is given an
 * executor: it must not block. A synchronous operation called there is refused with {@link IllegalStateException}.
 */
public interface AsyncMemcachedClient {
    /**
     * See {@link MemcachedClient#get}.
     *
     * @param key the key
     * @return the item, or null if there is none
     */
    CompletionStage<@Nullable Item> get(byte[] key);

    /**
     * See {@link MemcachedClient#getAll}. Never completes exceptionally for a node's failure: the result tells.
     *
     * @param keys the keys
     * @return an item or null for each key in their order
     */
    CompletionStage<BulkResult<@Nullable Item>> getAll(List<byte[]> keys);

    /**
     * See {@link MemcachedClient#set}.
     *
     * @param key the key
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return the result
     */
    CompletionStage<WriteResult> set(byte[] key, byte[] value, int clientFlags, long timeToLive);

    /**
     * See {@link MemcachedClient#add}.
     *
     * @param key the key
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return the result
     */
    CompletionStage<WriteResult> add(byte[] key, byte[] value, int clientFlags, long timeToLive);

    /**
     * See {@link MemcachedClient#replace}.
     *
     * @param key the key
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return the result
     */
    CompletionStage<WriteResult> replace(byte[] key, byte[] value, int clientFlags, long timeToLive);

    /**
     * See {@link MemcachedClient#cas}.
     *
     * @param key the key
     * @param casToken the token of the item that was seen
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return the result
     */
    CompletionStage<WriteResult> cas(byte[] key, long casToken, byte[] value, int clientFlags, long timeToLive);

    /**
     * See {@link MemcachedClient#append}.
     *
     * @param key the key
     * @param casToken the token the item must have, or {@link MemcachedClient#ANY_TOKEN}
     * @param value the bytes
     * @return the result
     */
    CompletionStage<WriteResult> append(byte[] key, long casToken, byte[] value);

    /**
     * See {@link MemcachedClient#prepend}.
     *
     * @param key the key
     * @param casToken the token the item must have, or {@link MemcachedClient#ANY_TOKEN}
     * @param value the bytes
     * @return the result
     */
    CompletionStage<WriteResult> prepend(byte[] key, long casToken, byte[] value);

    /**
     * See {@link MemcachedClient#delete}.
     *
     * @param key the key
     * @param casToken the token the item must have, or {@link MemcachedClient#ANY_TOKEN}
     * @return the result
     */
    CompletionStage<WriteResult> delete(byte[] key, long casToken);

    /**
     * See {@link MemcachedClient#setAll}. Never completes exceptionally for a node's failure: the result tells.
     *
     * @param items the items
     * @return a result for each in their order
     */
    CompletionStage<BulkResult<WriteResult>> setAll(List<StoreRequest> items);

    /**
     * See {@link MemcachedClient#deleteAll}. Never completes exceptionally for a node's failure: the result tells.
     *
     * @param keys the keys
     * @return a result for each in their order
     */
    CompletionStage<BulkResult<WriteResult>> deleteAll(List<byte[]> keys);

    /**
     * See {@link MemcachedClient#increment(byte[], long)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    CompletionStage<OptionalLong> increment(byte[] key, long delta);

    /**
     * See {@link MemcachedClient#increment(byte[], long, long, long)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned
     * @param timeToLive of a new counter in seconds, 0 for ever
     * @return the new count, unsigned
     */
    CompletionStage<Long> increment(byte[] key, long delta, long initial, long timeToLive);

    /**
     * See {@link MemcachedClient#decrement(byte[], long)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    CompletionStage<OptionalLong> decrement(byte[] key, long delta);

    /**
     * See {@link MemcachedClient#decrement(byte[], long, long, long)}.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned
     * @param timeToLive of a new counter in seconds, 0 for ever
     * @return the new count, unsigned
     */
    CompletionStage<Long> decrement(byte[] key, long delta, long initial, long timeToLive);

    /**
     * See {@link MemcachedClient#touch}.
     *
     * @param key the key
     * @param timeToLive in seconds, 0 for ever
     * @return whether there is such an item
     */
    CompletionStage<Boolean> touch(byte[] key, long timeToLive);

    /**
     * See {@link MemcachedClient#getAndTouch}.
     *
     * @param key the key
     * @param timeToLive in seconds, 0 for ever
     * @return the item, or null if there is none
     */
    CompletionStage<@Nullable Item> getAndTouch(byte[] key, long timeToLive);

    /**
     * See {@link MemcachedClient#flush}.
     *
     * @return completed when every node has answered
     */
    CompletionStage<@Nullable Void> flush();

    /**
     * See {@link MemcachedClient#stats}.
     *
     * @param group the group, empty for the general ones
     * @return names and values by node
     */
    CompletionStage<Map<NodeAddress, Map<String, String>>> stats(String group);

    /**
     * See {@link MemcachedClient#versions}.
     *
     * @return the version by node
     */
    CompletionStage<Map<NodeAddress, String>> versions();
}
