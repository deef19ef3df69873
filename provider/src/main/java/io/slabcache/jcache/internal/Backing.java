package io.slabcache.jcache.internal;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one cache are: bytes in, bytes out. Everything that JSR-107 says is above this seam and nothing
 * of it below, so that one implementation of the specification serves memory in this process and servers elsewhere.
 *
 * <p>Times are milliseconds of {@link #millis()}; an entry whose expiry time has come is absent. Arrays that are passed
 * in or handed out are not changed afterwards by either side. Safe for use by several threads. Every operation throws
 * {@link IllegalStateException} once the backing is closed and {@link BackingException} when it fails; whatever failed
 * left the entry as it was, unless the message says that nobody can tell.
 */
public interface Backing extends AutoCloseable {
    /** The expiry time of an entry that does not expire. */
    long NO_EXPIRY = SlabStore.NO_EXPIRY;

    /**
     * Returns the present time by which entries expire.
     *
     * @return milliseconds since the epoch
     */
    long millis();

    /**
     * Returns an entry.
     *
     * @param key the key
     * @return its value, expiry time and token, or null if it is absent
     */
    @Nullable
    StoreItem get(byte[] key);

    /**
     * Returns an entry's value.
     *
     * @param key the key
     * @return the value, or null if it is absent
     */
    default byte @Nullable [] getValue(byte[] key) {
        StoreItem item = get(key);
        return item == null ? null : item.value();
    }

    /**
     * Reads an entry's value where it lies.
     *
     * @param key the key
     * @param reader makes a value of the bytes
     * @param <V> the type of the value
     * @return what the reader made, or null if the entry is absent
     */
    default <V> @Nullable V read(byte[] key, ValueReader<V> reader) {
        byte[] value = getValue(key);
        return value == null ? null : reader.read(value, 0, value.length);
    }

    /**
     * Returns an entry that is to be removed. If it is absent and somebody has a lease for it, the lease ends: what is
     * being loaded may be what the removal is for.
     *
     * @param key the key
     * @return its value, expiry time and token, or null if it is absent
     */
    default @Nullable StoreItem getToRemove(byte[] key) {
        return get(key);
    }

    /**
     * Tells whether there is an entry.
     *
     * @param key the key
     * @return whether it is present
     */
    default boolean contains(byte[] key) {
        return get(key) != null;
    }

    /**
     * Refuses what can never be stored, for its length. Asked before the cache's writer is, so that the writer is not
     * ahead of a cache that refuses.
     *
     * @param key the key
     * @param value the value
     * @throws BackingException if the two are larger than an entry may be
     */
    void requireFits(byte[] key, byte[] value);

    /**
     * Stores a value whatever was there.
     *
     * @param key the key
     * @param value the value
     * @param expiryMillis the expiry time, after the present
     */
    void set(byte[] key, byte[] value, long expiryMillis);

    /**
     * Changes an entry if it is still the one that was seen.
     *
     * @param key the key
     * @param seen the entry that was seen, or null if there was none
     * @param next the state to give it; a touch or a delete is of an entry that was seen
     * @return what became of it
     */
    Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next);

    /**
     * Returns several entries at once.
     *
     * @param keys the keys
     * @return one element for each key in their order, null where it is absent
     */
    List<@Nullable StoreItem> getAll(List<byte[]> keys);

    /**
     * Reads the values of several entries where they lie.
     *
     * @param keys the keys
     * @param reader makes values of the bytes
     * @param <V> the type of the values
     * @return one element for each key in their order: what the reader made, or null if the entry is absent
     */
    default <V> List<@Nullable V> readAll(List<byte[]> keys, ValueReader<V> reader) {
        List<@Nullable StoreItem> items = getAll(keys);
        List<@Nullable V> values = new ArrayList<>(items.size());
        for (StoreItem item : items) {
            byte[] value = item == null ? null : item.value();
            values.add(value == null ? null : reader.read(value, 0, value.length));
        }
        return values;
    }

    /**
     * Stores several values whatever was there.
     *
     * @param keys the keys; the last of equal ones wins
     * @param values as many values, in the same order
     * @param expiryMillis the expiry time of all
     */
    void setAll(List<byte[]> keys, List<byte[]> values, long expiryMillis);

    /**
     * Removes several entries, and ends the leases for those that are absent.
     *
     * @param keys the keys
     * @return how many of them were present
     */
    long deleteAll(Collection<byte[]> keys);

    /**
     * Tells whether leases stand where others see them and can end them.
     *
     * @return false if a lease is nothing but the absence of the key
     */
    default boolean holdsLeases() {
        return false;
    }

    /**
     * Asks for the right to load a key, and waits while another process has it: for each that gets it not much longer than
     * such a right lasts.
     *
     * @param key a key that was absent
     * @return the right, to be ended by {@link #fill} or {@link #release}; or null if there is an entry meanwhile
     */
    @Nullable
    Lease acquireLease(byte[] key);

    /**
     * Stores a loaded value and ends the lease.
     *
     * @param lease the right to load
     * @param value the value
     * @param expiryMillis the expiry time, after the present
     * @return {@link Outcome#LOST} if somebody else wrote or removed meanwhile
     */
    Outcome fill(Lease lease, byte[] value, long expiryMillis);

    /**
     * Ends a lease without a value.
     *
     * @param lease the right to load
     */
    void release(Lease lease);

    /**
     * Returns a weakly consistent walk over the entries.
     *
     * @return a new cursor before the first entry
     */
    StoreCursor entries();

    /**
     * Returns a weakly consistent walk over the entries, which are to be removed. The leases that it meets end.
     *
     * @return a new cursor before the first entry
     */
    default StoreCursor entriesToRemove() {
        return entries();
    }

    /** Removes all entries of this cache and no others. */
    void clear();

    /**
     * Returns what is held here.
     *
     * @return a snapshot
     */
    BackingStatistics statistics();

    /** Removes all entries and whatever else is kept for this cache. The backing is still to be closed. */
    default void destroy() {}

    /** Ends the backing and gives its memory back. Closing again does nothing. */
    @Override
    void close();
}
