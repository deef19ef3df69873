package io.slabcache.client;

import io.slabcache.client.transcode.Encoded;
import io.slabcache.client.transcode.Transcoder;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MemcachedClient} with texts for keys, values of one type, and durations. Made by {@link MemcachedClient#typed};
 * it has nothing to close. Failures are those of the client, and what is said there about outcomes, tokens and threads holds
 * here.
 *
 * <p>A key's UTF-8 form is 1 to 250 bytes; {@link IllegalArgumentException} otherwise. A time to live is positive and
 * rounded up to whole seconds, {@link #FOR_EVER} for an item that does not expire; memcached lets an item live up to one
 * second less than it was told. An item that the transcoder does not understand is an
 * {@link io.slabcache.client.transcode.UndecodableItemException} that names the key.
 *
 * <p>Safe for use by several threads.
 *
 * @param <V> the type of the values
 */
public final class TypedMemcachedClient<V> {
    /** The time to live of an item that does not expire. */
    public static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    /** An update that was lost this often waits before it is tried again. */
    private static final int LOSSES_WITHOUT_PAUSE = 3;

    private static final long FIRST_PAUSE_NANOS = 20_000;
    private static final int MAX_PAUSE_SHIFT = 6;

    private final MemcachedClient client;
    private final TypedCodec<V> codec;

    TypedMemcachedClient(MemcachedClient client, Transcoder<V> transcoder) {
        this.client = client;
        this.codec = new TypedCodec<>(transcoder);
    }

    /**
     * Returns the client below.
     *
     * @return works on bytes
     */
    public MemcachedClient client() {
        return client;
    }

    /**
     * Returns the asynchronous form of this client.
     *
     * @return a view
     */
    public TypedAsyncMemcachedClient<V> async() {
        return new TypedAsyncMemcachedClient<>(client.async(), codec);
    }

    /**
     * Retrieves a value.
     *
     * @param key the key
     * @return the value, or null if there is none
     */
    public @Nullable V get(String key) {
        return codec.decodeOrNull(key, client.get(TypedCodec.key(key)));
    }

    /**
     * Retrieves a value with what {@link #compareAndSet} wants.
     *
     * @param key the key
     * @return the item, or null if there is none
     */
    public @Nullable TypedItem<V> getItem(String key) {
        return codec.seen(key, client.get(TypedCodec.key(key)));
    }

    /**
     * Retrieves several values, all nodes at the same time.
     *
     * @param keys the keys
     * @return those that there are, in the order of the keys
     * @throws MemcachedException if a node failed; {@code client().getAll} gives the results of the others
     */
    public Map<String, V> getAll(Collection<String> keys) {
        List<String> distinct = TypedCodec.distinct(keys);
        return codec.decodeAll(distinct, client.getAll(TypedCodec.keys(distinct)));
    }

    /**
     * Stores a value whatever was there.
     *
     * @param key the key
     * @param value the value
     * @param timeToLive positive
     * @return {@link WriteStatus#DONE} with the new token
     */
    public WriteResult set(String key, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.set(TypedCodec.key(key), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * Stores a value unless there is one.
     *
     * @param key the key
     * @param value the value
     * @param timeToLive positive
     * @return {@link WriteStatus#DONE} with the new token, or {@link WriteStatus#EXISTS}
     */
    public WriteResult add(String key, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.add(TypedCodec.key(key), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * Stores a value if there is one.
     *
     * @param key the key
     * @param value the value
     * @param timeToLive positive
     * @return {@link WriteStatus#DONE} with the new token, or {@link WriteStatus#NOT_FOUND}
     */
    public WriteResult replace(String key, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.replace(TypedCodec.key(key), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * Stores a value over the one that was seen.
     *
     * @param key the key
     * @param seen from {@link #getItem} for the same key
     * @param value the value
     * @param timeToLive positive; the one of the item that was seen is not kept
     * @return {@link WriteStatus#DONE} with the new token, {@link WriteStatus#EXISTS} if another value is there now, or
     *     {@link WriteStatus#NOT_FOUND}
     */
    public WriteResult compareAndSet(String key, TypedItem<V> seen, V value, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        Encoded encoded = codec.encode(value);
        return client.cas(TypedCodec.key(key), seen.casToken(), encoded.bytes(), encoded.clientFlags(), seconds);
    }

    /**
     * Changes a value, again if somebody else has changed it meanwhile.
     *
     * @param key the key
     * @param timeToLive positive; memcached does not say what is left of the old one, so a change sets a new one
     * @param change makes the new value of the present one, once for each attempt
     * @return the new value, or null if there is none to be changed
     * @throws MemcachedException also if others were faster too often
     */
    public @Nullable V update(String key, Duration timeToLive, UnaryOperator<V> change) {
        byte[] keyBytes = TypedCodec.key(key);
        long seconds = TypedCodec.seconds(timeToLive);
        for (int attempt = 1; attempt <= TypedCodec.MAX_UPDATE_ATTEMPTS; attempt++) {
            Item item = client.get(keyBytes);
            if (item == null) {
                return null;
            }
            V changed = codec.change(key, item, change);
            Encoded encoded = codec.encode(changed);
            WriteResult result = client.cas(keyBytes, item.casToken(), encoded.bytes(), encoded.clientFlags(), seconds);
            if (result.isDone()) {
                return changed;
            }
            pauseAfter(attempt);
        }
        throw TypedCodec.tooManyLosses(key);
    }

    /** Gets out of step with those who change the same value. */
    private static void pauseAfter(int losses) {
        if (losses > LOSSES_WITHOUT_PAUSE) {
            int shift = Math.min(losses - LOSSES_WITHOUT_PAUSE, MAX_PAUSE_SHIFT);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(FIRST_PAUSE_NANOS << shift));
        }
    }

    /**
     * Removes a value.
     *
     * @param key the key
     * @return whether there was one
     */
    public boolean delete(String key) {
        return client.delete(TypedCodec.key(key), MemcachedClient.ANY_TOKEN).isDone();
    }

    /**
     * Removes the value that was seen.
     *
     * @param key the key
     * @param seen from {@link #getItem} for the same key
     * @return {@link WriteStatus#DONE}, {@link WriteStatus#EXISTS} if another value is there now, or
     *     {@link WriteStatus#NOT_FOUND}
     */
    public WriteResult delete(String key, TypedItem<V> seen) {
        return client.delete(TypedCodec.key(key), seen.casToken());
    }

    /**
     * Stores several values, all nodes at the same time.
     *
     * @param values values by key
     * @param timeToLive positive
     * @throws MemcachedException if a node failed; the values of the others are stored
     */
    public void setAll(Map<String, ? extends V> values, Duration timeToLive) {
        client.setAll(codec.requests(values, timeToLive)).values();
    }

    /**
     * Removes several values, all nodes at the same time.
     *
     * @param keys the keys
     * @return how many there were
     * @throws MemcachedException if a node failed; the values of the others are removed
     */
    public int deleteAll(Collection<String> keys) {
        return TypedCodec.removed(client.deleteAll(TypedCodec.keys(TypedCodec.distinct(keys))));
    }

    /**
     * Reads a counter. Counters are no values of this client's type: they are decimal digits, whatever the transcoder.
     *
     * @param key the key
     * @return the count, unsigned, or nothing if there is no such item
     */
    public OptionalLong count(String key) {
        return TypedCodec.count(key, client.get(TypedCodec.key(key)));
    }

    /**
     * Adds to a counter; it wraps at 2^64.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    public OptionalLong increment(String key, long delta) {
        return client.increment(TypedCodec.key(key), delta);
    }

    /**
     * Adds to a counter, which is created if there is none.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned; {@code delta} is not added to it
     * @param timeToLive of a new counter, positive
     * @return the new count, unsigned
     */
    public long increment(String key, long delta, long initial, Duration timeToLive) {
        return client.increment(TypedCodec.key(key), delta, initial, TypedCodec.seconds(timeToLive));
    }

    /**
     * Subtracts from a counter, which stops at 0.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @return the new count, unsigned, or nothing if there is no such item
     */
    public OptionalLong decrement(String key, long delta) {
        return client.decrement(TypedCodec.key(key), delta);
    }

    /**
     * Subtracts from a counter, which is created if there is none.
     *
     * @param key the key
     * @param delta by how much, unsigned
     * @param initial the count of a new counter, unsigned; {@code delta} is not subtracted from it
     * @param timeToLive of a new counter, positive
     * @return the new count, unsigned
     */
    public long decrement(String key, long delta, long initial, Duration timeToLive) {
        return client.decrement(TypedCodec.key(key), delta, initial, TypedCodec.seconds(timeToLive));
    }

    /**
     * Gives a value a new time to live.
     *
     * @param key the key
     * @param timeToLive positive
     * @return whether there is a value
     */
    public boolean touch(String key, Duration timeToLive) {
        return client.touch(TypedCodec.key(key), TypedCodec.seconds(timeToLive));
    }

    /**
     * Retrieves a value and gives it a new time to live.
     *
     * @param key the key
     * @param timeToLive positive
     * @return the value, or null if there is none
     */
    public @Nullable V getAndTouch(String key, Duration timeToLive) {
        long seconds = TypedCodec.seconds(timeToLive);
        return codec.decodeOrNull(key, client.getAndTouch(TypedCodec.key(key), seconds));
    }
}
