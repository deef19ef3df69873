package io.slabcache.client;

import io.slabcache.client.transcode.Transcoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A client of one memcached server or of many, over the binary protocol. The calling thread does the input and output of
 * its own requests; {@link #async()} is for callers that do not want to wait.
 *
 * <p>Keys are 1 to 250 bytes, any bytes. Values are bytes with 32 {@linkplain Item#clientFlags() client flags}. Arrays
 * that are passed in must not be changed until the operation has ended; those handed out are the caller's. A time to live
 * is in whole seconds, 0 for ever; memcached lets an item live up to one second less than it was told.
 *
 * <p>A <i>CAS token</i> stands for one state of one item as seen through this client. Tokens end with the connections to
 * the node: after a reconnect no old token matches, because a restarted server counts from 1 again.
 *
 * <p>Every operation ends within its deadline. What does not succeed is a {@link MemcachedException} that names the node
 * and the operation and says whether the outcome is unknown; a miss, a lost race and an existing key are results, not
 * exceptions. Arguments that can never be sent are refused with {@link IllegalArgumentException}, and every use after
 * {@link #close} with {@link IllegalStateException}. An interrupted caller gets an {@link InterruptedOperationException},
 * its interrupt flag set again; nobody else notices.
 *
 * <p>Safe for use by several threads; one client serves a whole application.
 */
public interface MemcachedClient extends AutoCloseable {
    /** Stands for the token of any item. */
    long ANY_TOKEN = 0;

    /**
     * Returns a builder with the default settings.
     *
     * @return a new builder
     */
    static MemcachedClientBuilder builder() {
        return new MemcachedClientBuilder();
    }

    /**
     * Returns the asynchronous form of this client, on the same connections.
     *
     * @return always the same object
     */
    AsyncMemcachedClient async();

    /**
     * Returns this client with texts for keys and values of one type, on the same connections.
     *
     * @param transcoder turns values into bytes with client flags and back
     * @param <V> the type of the values
     * @return a view
     */
    default <V> TypedMemcachedClient<V> typed(Transcoder<V> transcoder) {
        return new TypedMemcachedClient<>(this, transcoder);
    }

    /**
     * Returns this client with another deadline for its operations, on the same connections. Closing either closes both.
     *
     * @param timeout longer than nothing
     * @return a view
     */
    MemcachedClient withTimeout(Duration timeout);

    /**
     * Returns this client restricted to one node: keys go there whatever the placement says. Closing it closes the
     * whole client.
     *
     * @param node one of {@link #nodes()}
     * @return a view
     * @throws IllegalArgumentException if the node is not one of this client's
     */
    MemcachedClient on(NodeAddress node);

    /**
     * Returns the settings.
     *
     * @return all of them, defaults included
     */
    ClientSettings settings();

    /**
     * Returns the nodes at present.
     *
     * @return an immutable list in the configured order
     */
    List<NodeAddress> nodes();

    /**
     * Returns the node that a key belongs to.
     *
     * @param key the key
     * @return one of {@link #nodes()}
     */
    NodeAddress nodeOf(byte[] key);

    /**
     * Retrieves an item with its client flags and its CAS token.
     *
     * @param key the key
     * @return the item, or null if there is none
     */
    @Nullable
    Item get(byte[] key);

    /**
     * Retrieves an item together with another from the same node, in one packet: the companion first, as of the same
     * moment or earlier.
     *
     * @param key the key, which says the node
     * @param companionKey the other key, looked up on that node
     * @return both, either of which may be absent
     */
    ItemPair getWithCompanion(byte[] key, byte[] companionKey);

    /**
     * Retrieves several items, all nodes at the same time.
     *
     * @param keys the keys; the same key may stand there twice
     * @return an item or null for each key in their order
     */
    BulkResult<@Nullable Item> getAll(List<byte[]> keys);

    /**
     * Retrieves several items, and from each of their nodes a companion, read before the items of that node.
     *
     * @param keys the keys
     * @param companionKey looked up on every node that one of the keys belongs to
     * @return a pair for each key in their order
     */
    BulkResult<ItemPair> getAllWithCompanion(List<byte[]> keys, byte[] companionKey);

    /**
     * Stores an item whatever was there.
     *
     * @param key the key
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return {@link WriteStatus#DONE} with the new token
     */
    WriteResult set(byte[] key, byte[] value, int clientFlags, long timeToLive);

    /**
     * Stores an item unless there is one.
     *
     * @param key the key
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return {@link WriteStatus#DONE} with the new token, or {@link WriteStatus#EXISTS}
     */
    WriteResult add(byte[] key, byte[] value, int clientFlags, long timeToLive);

    /**
     * Stores an item if there is one.
     *
     * @param key the key
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return {@link WriteStatus#DONE} with the new token, or {@link WriteStatus#NOT_FOUND}
     */
    WriteResult replace(byte[] key, byte[] value, int clientFlags, long timeToLive);

    /**
     * Stores an item over the one that was seen.
     *
     * @param key the key
     * @param casToken the token of the item that was seen, not {@link #ANY_TOKEN}
     * @param value the value
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     * @return {@link WriteStatus#DONE} with the new token, {@link WriteStatus#EXISTS} if it is another item now, or
     *     {@link WriteStatus#NOT_FOUND}
     */
    WriteResult cas(byte[] key, long casToken, byte[] value, int clientFlags, long timeToLive);

    /**
     * Puts bytes behind a value; flags and expiry stay.
     *
     * @param key the key
     * @param casToken the token the item must have, or {@link #ANY_TOKEN}
     * @param value the bytes
     * @return {@link WriteStatus#DONE} with the new token, {@link WriteStatus#NOT_STORED} if there is none, or
     *     {@link WriteStatus#EXISTS} if it has another token
     */
    WriteResult append(byte[] key, long casToken, byte[] value);

    /**
     * Puts bytes before a value; flags and expiry stay.
     *
     * @param key the key
     * @param casToken the token the item must have, or {@link #ANY_TOKEN}
     * @param value the bytes
     * @return as {@link #append}
     */
    WriteResult prepend(byte[] key, long casToken, byte[] value);

    /**
     * Removes an item.
     *
     * @param key the key
     * @param casToken the token the item must have, or {@link #ANY_TOKEN}
     * @return {@link WriteStatus#DONE}, {@link WriteStatus#NOT_FOUND}, or {@link WriteStatus#EXISTS} if it has another
     *     token
     */
    WriteResult delete(byte[] key, long casToken);

    /**
     * Stores several items, all nodes at the same time.
     *
     * @param items the items, stored in their order as far as they belong to one node
     * @return a result for each in their order, without tokens: items are stored quietly, so no server tells theirs
     */
    BulkResult<WriteResult> setAll(List<StoreRequest> items);

    /**
     * Removes several items, all nodes at the same time.
     *
     * @param keys the keys
     * @return {@link WriteStatus#DONE} or {@link WriteStatus#NOT_FOUND} for each in their order
     */
    BulkResult<WriteResult> deleteAll(List<byte[]> keys);

    /**
     * Adds to a counter, an item whose value is a decimal number; it wraps at 2^64.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    OptionalLong increment(byte[] key, long delta);

    /**
     * Adds to a counter, which is created if there is none.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned; {@code delta} is not added to it
     * @param timeToLive of a new counter in seconds, 0 for ever
     * @return the new count, unsigned
     */
    long increment(byte[] key, long delta, long initial, long timeToLive);

    /**
     * Subtracts from a counter, which stops at 0.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    OptionalLong decrement(byte[] key, long delta);

    /**
     * Subtracts from a counter, which is created if there is none.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned; {@code delta} is not subtracted from it
     * @param timeToLive of a new counter in seconds, 0 for ever
     * @return the new count, unsigned
     */
    long decrement(byte[] key, long delta, long initial, long timeToLive);

    /**
     * Gives an item a new time to live; its token stays.
     *
     * @param key the key
     * @param timeToLive in seconds, 0 for ever
     * @return whether there is such an item
     */
    boolean touch(byte[] key, long timeToLive);

    /**
     * Retrieves an item and gives it a new time to live; its token stays.
     *
     * @param key the key
     * @param timeToLive in seconds, 0 for ever
     * @return the item, or null if there is none
     */
    @Nullable
    Item getAndTouch(byte[] key, long timeToLive);

    /**
     * Removes all items of all nodes, those of other applications too. All nodes are asked at the same time; the failure of
     * one keeps no other from it, and has the others' failures suppressed.
     */
    void flush();

    /**
     * Asks every node for statistics, all at the same time.
     *
     * @param group the group, empty for the general ones
     * @return names and values by node, in the nodes' order
     */
    Map<NodeAddress, Map<String, String>> stats(String group);

    /**
     * Asks every node for its version, all at the same time.
     *
     * @return the version by node, in the nodes' order
     */
    Map<NodeAddress, String> versions();

    /**
     * Walks over the keys of all nodes by {@code lru_crawler metadump}, each node on a text connection of its own. Weakly
     * consistent: what is stored or removed meanwhile may be met or not.
     *
     * @return a new cursor before the first key, to be closed
     */
    KeyCursor keys();

    /**
     * Returns what was counted for each node.
     *
     * @return a snapshot, in the nodes' order
     */
    List<NodeMetrics> metrics();

    /**
     * Fails what is outstanding, ends all connections and threads, and gives all buffers back. Closing again does
     * nothing.
     */
    @Override
    void close();
}
