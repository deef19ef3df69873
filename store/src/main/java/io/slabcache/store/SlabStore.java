package io.slabcache.store;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An off-heap key-value store of bounded capacity, safe for use by any number of threads.
 *
 * <p>Keys are byte strings of 1 to {@link #MAX_KEY_LENGTH} bytes; values are byte strings bounded by
 * {@link SlabStoreBuilder#maxItemSize}. Times are milliseconds of the store's {@link StoreClock}. An item whose expiry
 * time has come is absent. When the capacity is used up, items that were not used lately are evicted.
 *
 * <p>Every operation throws {@link NullPointerException} for a null argument, {@link IndexOutOfBoundsException} for a
 * range outside of its array, {@link KeyLengthException} for a key of illegal length and {@link StoreClosedException}
 * once the store is closed; the store is unharmed by any of them.
 */
public interface SlabStore extends AutoCloseable {
    /** The longest key, in bytes. */
    int MAX_KEY_LENGTH = 65_535;

    /** The expiry time of an item that does not expire. */
    long NO_EXPIRY = Long.MAX_VALUE;

    /** Stands for the expiry time that an item has already. */
    long SAME_EXPIRY = -1;

    /** Returned by {@link #getInto} for a key that is absent. */
    int MISS = -1;

    /**
     * Returns a builder with the default settings.
     *
     * @return a new builder
     */
    static SlabStoreBuilder builder() {
        return new SlabStoreBuilder();
    }

    /**
     * Returns the item under a key.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @return the item, or null if the key is absent
     */
    @Nullable
    StoreItem get(byte[] key, int keyOffset, int keyLength);

    /**
     * Returns the item under a key.
     *
     * @param key the key
     * @return the item, or null if the key is absent
     */
    default @Nullable StoreItem get(byte[] key) {
        return get(key, 0, key.length);
    }

    /**
     * Returns the item under a key.
     *
     * @param key the key, between the buffer's position and limit, which stay as they are
     * @return the item, or null if the key is absent
     */
    @Nullable
    StoreItem get(ByteBuffer key);

    /**
     * Returns the value under a key.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @return a new array, or null if the key is absent
     */
    byte @Nullable [] getValue(byte[] key, int keyOffset, int keyLength);

    /**
     * Returns the value under a key.
     *
     * @param key the key
     * @return a new array, or null if the key is absent
     */
    default byte @Nullable [] getValue(byte[] key) {
        return getValue(key, 0, key.length);
    }

    /**
     * Copies the value under a key into an array. A value for which there is too little room does not count as read: the caller comes
     * again. With no room at all the caller asks for the length alone, and that counts.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param target receives the value
     * @param targetOffset where the value is to start
     * @param targetLength how many bytes there is room for
     * @return the value's length in bytes, or {@link #MISS}; unless it is a length of at most {@code targetLength}, the
     *     contents of the target range are unspecified
     */
    int getInto(byte[] key, int keyOffset, int keyLength, byte[] target, int targetOffset, int targetLength);

    /**
     * Copies the value under a key into a buffer, at its position, which is advanced by the value's length. What counts as read is as with
     * an array.
     *
     * @param key the key, between the buffer's position and limit, which stay as they are
     * @param target a heap or direct buffer
     * @return the value's length in bytes, or {@link #MISS}; unless it is a length of at most what remains in {@code
     *     target}, the position stays and the contents of that range are unspecified
     */
    int getInto(ByteBuffer key, ByteBuffer target);

    /**
     * Copies the value under a key into a buffer, as the other form does, and tells what the store keeps beside it. The two are of one
     * instant.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param target a heap or direct buffer
     * @param result receives token, client flags and expiry time unless the key is absent
     * @return the value's length in bytes, or {@link #MISS}; unless it is a length of at most what remains in {@code
     *     target}, the position stays and the contents of that range are unspecified
     */
    int getInto(byte[] key, int keyOffset, int keyLength, ByteBuffer target, StoreResult result);

    /**
     * Returns the item under a key and gives it another expiry time; its CAS token stays.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}; a time that has come removes the item
     * @return the item with its new expiry time, or null if the key was absent
     */
    @Nullable
    StoreItem getAndTouch(byte[] key, int keyOffset, int keyLength, long expiryMillis);

    /**
     * Copies the value under a key into a buffer and gives the item another expiry time; its CAS token stays.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}; a time that has come removes the item
     * @param target a heap or direct buffer
     * @param result receives token, client flags and the new expiry time unless the key is absent
     * @return the value's length in bytes, or {@link #MISS}; if it is more than remains in {@code target}, nothing was copied and the
     *     expiry time is the old one
     */
    int getIntoAndTouch(
            byte[] key, int keyOffset, int keyLength, long expiryMillis, ByteBuffer target, StoreResult result);

    /**
     * Tells whether a key is present; does not count as a use of the item.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @return whether the key is present
     */
    boolean contains(byte[] key, int keyOffset, int keyLength);

    /**
     * Tells whether a key is present; does not count as a use of the item.
     *
     * @param key the key
     * @return whether the key is present
     */
    default boolean contains(byte[] key) {
        return contains(key, 0, key.length);
    }

    /**
     * Stores an item under a condition.
     *
     * <p>With a token other than 0 the present item must have that token, whatever the mode: an absent key gives
     * {@link StoreOutcome#NOT_FOUND}, another token {@link StoreOutcome#EXISTS}. An expiry time that has come already
     * removes the item instead.
     *
     * <p>{@link WriteMode#APPEND} and {@link WriteMode#PREPEND} want a present item, {@link StoreOutcome#NOT_FOUND} without one, and
     * add the value to the one that is there; {@code expiryMillis} and {@code clientFlags} are not looked at then. An item that would
     * become larger than the store's limit stays as it is: {@link StoreOutcome#TOO_LARGE}.
     *
     * @param mode the condition on the key's presence
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param value holds the value
     * @param valueOffset where the value starts
     * @param valueLength the value's length in bytes
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @param clientFlags 32 bits kept for the client
     * @return what was done
     * @throws ValueLengthException if the item is larger than the store's limit; a present item stays as it is
     */
    StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expiryMillis,
            int clientFlags);

    /**
     * Stores an item under a condition, as the other form does.
     *
     * @param mode the condition on the key's presence
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param key the key, between the buffer's position and limit, which stay as they are
     * @param value the value, between the buffer's position and limit, which stay as they are
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @param clientFlags 32 bits kept for the client
     * @return what was done
     * @throws ValueLengthException if the item is larger than the store's limit; a present item stays as it is
     */
    StoreOutcome write(
            WriteMode mode, long casToken, ByteBuffer key, ByteBuffer value, long expiryMillis, int clientFlags);

    /**
     * Stores an item under a condition, as the other forms do, and tells the token that it got.
     *
     * @param mode the condition on the key's presence
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param value the value, between the buffer's position and limit, which stay as they are
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @param clientFlags 32 bits kept for the client
     * @param result receives the item as it is stored; a token of 0 if nothing was, as its time had come already
     * @return what was done
     * @throws ValueLengthException if the item is larger than the store's limit; a present item stays as it is
     */
    StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            ByteBuffer value,
            long expiryMillis,
            int clientFlags,
            StoreResult result);

    /**
     * Stores a value whether or not the key is present.
     *
     * @param key the key
     * @param value the value
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @return {@link StoreOutcome#DONE} or {@link StoreOutcome#OUT_OF_MEMORY}
     */
    default StoreOutcome set(byte[] key, byte[] value, long expiryMillis) {
        return write(WriteMode.SET, 0, key, 0, key.length, value, 0, value.length, expiryMillis, 0);
    }

    /**
     * Stores a value if the key is absent.
     *
     * @param key the key
     * @param value the value
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#EXISTS} or {@link StoreOutcome#OUT_OF_MEMORY}
     */
    default StoreOutcome add(byte[] key, byte[] value, long expiryMillis) {
        return write(WriteMode.ADD, 0, key, 0, key.length, value, 0, value.length, expiryMillis, 0);
    }

    /**
     * Stores a value if the key is present.
     *
     * @param key the key
     * @param value the value
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND} or {@link StoreOutcome#OUT_OF_MEMORY}
     */
    default StoreOutcome replace(byte[] key, byte[] value, long expiryMillis) {
        return write(WriteMode.REPLACE, 0, key, 0, key.length, value, 0, value.length, expiryMillis, 0);
    }

    /**
     * Stores a value if the present item has the given CAS token.
     *
     * @param key the key
     * @param casToken the expected token, not 0
     * @param value the value
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#EXISTS} for another token, {@link StoreOutcome#NOT_FOUND}
     *     or {@link StoreOutcome#OUT_OF_MEMORY}
     * @throws IllegalArgumentException if the token is 0
     */
    default StoreOutcome compareAndSet(byte[] key, long casToken, byte[] value, long expiryMillis) {
        if (casToken == 0) {
            throw new IllegalArgumentException("the CAS token of a conditional write must not be 0: casToken=0");
        }
        return write(WriteMode.SET, casToken, key, 0, key.length, value, 0, value.length, expiryMillis, 0);
    }

    /**
     * Counts up or down the number that an item's value is; expiry time and client flags stay, the CAS token does not.
     *
     * <p>A counter is an unsigned number of 64 bits in decimal ASCII digits, read as C's {@code strtoull} does it: white space and a sign
     * may stand before the digits, and what stands behind white space or a NUL byte behind them is not looked at. A result that takes no
     * more bytes than the present value is padded with blanks to its length: 10 counted down by 1 is {@code "9 "}. An item
     * of more than one chunk, which a key of tens of thousands of bytes can make of any value, is no counter.
     *
     * @param mode the direction
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param delta an unsigned number
     * @param result receives the new number and the new token if the outcome is {@link StoreOutcome#DONE}
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND}, {@link StoreOutcome#EXISTS} for another token,
     *     {@link StoreOutcome#NOT_A_COUNTER}, {@link StoreOutcome#TOO_LARGE} or {@link StoreOutcome#OUT_OF_MEMORY}
     */
    StoreOutcome count(
            CounterMode mode, long casToken, byte[] key, int keyOffset, int keyLength, long delta, StoreResult result);

    /**
     * Gives an item another expiry time; its CAS token stays.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}; a time that has come removes the item
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND} or {@link StoreOutcome#EXISTS}
     */
    StoreOutcome touch(byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis);

    /**
     * Gives an item another expiry time, as the other form does, and tells what it is.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}; a time that has come removes the item
     * @param result receives token, client flags and the new expiry time if the outcome is {@link StoreOutcome#DONE}
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND} or {@link StoreOutcome#EXISTS}
     */
    StoreOutcome touch(byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result);

    /**
     * Gives an item another expiry time; its CAS token stays.
     *
     * @param key the key
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}; a time that has come removes the item
     * @return whether the key was present
     */
    default boolean touch(byte[] key, long expiryMillis) {
        return touch(key, 0, key.length, 0, expiryMillis) == StoreOutcome.DONE;
    }

    /**
     * Tells of an item without using it: neither a hit nor a miss is counted.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param result receives what there is to tell, unless the key is absent
     * @return the value's length in bytes, or {@link #MISS}
     */
    int peek(byte[] key, int keyOffset, int keyLength, StoreResult result);

    /**
     * Stores an empty item if the key is absent, as claimed: who asked is to make its value.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @param result receives the item if the outcome is {@link StoreOutcome#DONE}
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#EXISTS} or {@link StoreOutcome#OUT_OF_MEMORY}
     */
    StoreOutcome addClaimed(byte[] key, int keyOffset, int keyLength, long expiryMillis, StoreResult result);

    /**
     * Marks an item as claimed, so that one of many who find that it must be made anew is told so; its CAS token stays.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param casToken the CAS token the present item must have
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND}, or {@link StoreOutcome#EXISTS} if it has another token or is
     *     claimed already
     */
    StoreOutcome claim(byte[] key, int keyOffset, int keyLength, long casToken);

    /**
     * Marks an item as stale, claimed by nobody, and gives it another CAS token; its value stays.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param casToken the CAS token the present item must have, or 0 for any
     * @param expiryMillis the expiry time, {@link #NO_EXPIRY} or {@link #SAME_EXPIRY}; a time that has come removes the item
     * @param result receives the item if the outcome is {@link StoreOutcome#DONE} and it is still there
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND} or {@link StoreOutcome#EXISTS}
     */
    StoreOutcome invalidate(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result);

    /**
     * Returns how many bytes an item takes, its header included and what its chunk has beyond that not.
     *
     * @param keyLength the key's length in bytes
     * @param valueLength the value's length in bytes
     * @param clientFlags the 32 bits kept for the client
     * @return bytes
     */
    int itemLength(int keyLength, int valueLength, int clientFlags);

    /**
     * Returns about when an item was written: tokens are drawn from the store's clock.
     *
     * @param casToken an item's token
     * @return milliseconds of the store's clock
     */
    static long writtenMillis(long casToken) {
        return casToken >>> 20;
    }

    /**
     * Removes an item under a condition.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param casToken the CAS token the present item must have, or 0 for any
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#NOT_FOUND} or {@link StoreOutcome#EXISTS}
     */
    StoreOutcome delete(byte[] key, int keyOffset, int keyLength, long casToken);

    /**
     * Removes an item.
     *
     * @param key the key
     * @return whether the key was present
     */
    default boolean delete(byte[] key) {
        return delete(key, 0, key.length, 0) == StoreOutcome.DONE;
    }

    /**
     * Reserves room for an item whose value comes in pieces, evicting others if need be.
     *
     * @param key holds the key
     * @param keyOffset where the key starts
     * @param keyLength the key's length in bytes
     * @param valueLength the value's length in bytes
     * @param expiryMillis the expiry time, or {@link #NO_EXPIRY}
     * @param clientFlags 32 bits kept for the client
     * @return the reservation, or null if no chunk could be found within a bounded search
     * @throws ValueLengthException if the item would be larger than the store's limit
     */
    @Nullable
    Reservation reserve(byte[] key, int keyOffset, int keyLength, int valueLength, long expiryMillis, int clientFlags);

    /**
     * Checks lengths as a write would, and writes nothing: what passes can be refused for want of room only.
     *
     * @param keyLength the key's length in bytes, which is not checked by itself
     * @param valueLength the value's length in bytes
     * @throws ValueLengthException if an item of these lengths, without client flags, is larger than the store's limit
     */
    void checkItemLength(int keyLength, int valueLength);

    /** Removes all items, in a time that does not depend on their number. Their memory is reclaimed afterwards. */
    void clear();

    /**
     * Returns a walk over the live items.
     *
     * @return a new cursor before the first item
     */
    StoreCursor entries();

    /**
     * Returns a walk over the live items that leaves their values where they are, for who wants to know which items there are and how
     * large they are.
     *
     * @return a new cursor before the first item; its items tell all but their {@link StoreItem#value() value}
     */
    StoreCursor entriesWithoutValues();

    /**
     * Returns the keys of live items that share the given hashed prefix; only of use in a store built with
     * {@link SlabStoreBuilder#hashedPrefixLength}.
     *
     * @param prefix as many bytes as the store hashes of each key
     * @return fresh arrays, mostly none or one; empty if there is none
     * @throws IllegalStateException if the store hashes whole keys
     * @throws KeyLengthException if the prefix has another length than the store hashes
     */
    List<byte[]> keysWithPrefix(byte[] prefix);

    /**
     * Returns the number of live items, expired ones that nobody has met yet included.
     *
     * @return the number at some instant during the call
     */
    long size();

    /**
     * Returns the store's counters and sizes.
     *
     * @return a snapshot; its figures are taken one after another
     */
    StoreStatistics statistics();

    /** Runs what the maintenance thread has due (sweep, rebalancing) on the calling thread. */
    void maintain();

    /**
     * Ends the store and gives all its memory back. Operations in flight on other threads are waited for; operations
     * that start later throw {@link StoreClosedException}. Closing again does nothing.
     */
    @Override
    void close();
}
