package io.slabcache.store;

import org.jspecify.annotations.Nullable;

/** An item's value and what the store keeps beside it, as they were at one instant; or all of it but the value. */
public final class StoreItem {
    /** Null if the value was left where it is. */
    private final byte @Nullable [] value;

    private final int valueLength;
    private final long expiryMillis;
    private final long casToken;
    private final int clientFlags;
    private final boolean hit;

    /**
     * Creates an item; the array is not copied.
     *
     * @param value the value
     * @param expiryMillis the expiry time in milliseconds of the store's clock, or {@link SlabStore#NO_EXPIRY}
     * @param casToken the CAS token, not 0
     * @param clientFlags the 32 bits kept for the client
     */
    public StoreItem(byte[] value, long expiryMillis, long casToken, int clientFlags) {
        this(value, expiryMillis, casToken, clientFlags, false);
    }

    /**
     * Creates an item; the array is not copied.
     *
     * @param value the value
     * @param expiryMillis the expiry time in milliseconds of the store's clock, or {@link SlabStore#NO_EXPIRY}
     * @param casToken the CAS token, not 0
     * @param clientFlags the 32 bits kept for the client
     * @param hit whether the item was read before
     */
    public StoreItem(byte[] value, long expiryMillis, long casToken, int clientFlags, boolean hit) {
        this(value, value.length, expiryMillis, casToken, clientFlags, hit);
    }

    private StoreItem(
            byte @Nullable [] value, int valueLength, long expiryMillis, long casToken, int clientFlags, boolean hit) {
        this.hit = hit;
        this.value = value;
        this.valueLength = valueLength;
        this.expiryMillis = expiryMillis;
        this.casToken = casToken;
        this.clientFlags = clientFlags;
    }

    /**
     * Creates an item whose value was left where it is: only its length is known.
     *
     * @param valueLength the value's length
     * @param expiryMillis the expiry time in milliseconds of the store's clock, or {@link SlabStore#NO_EXPIRY}
     * @param casToken the CAS token, not 0
     * @param clientFlags the 32 bits kept for the client
     * @param hit whether the item was read before
     * @return a new item
     */
    public static StoreItem withoutValue(
            int valueLength, long expiryMillis, long casToken, int clientFlags, boolean hit) {
        return new StoreItem(null, valueLength, expiryMillis, casToken, clientFlags, hit);
    }

    /**
     * Returns the value.
     *
     * @return an array that the caller owns
     * @throws IllegalStateException if the item was asked for without its value
     */
    public byte[] value() {
        byte[] copied = value;
        if (copied == null) {
            throw new IllegalStateException(
                    "the item must have been asked for with its value: valueLength=" + valueLength);
        }
        return copied;
    }

    /**
     * Returns the value's length, also of an item without its value.
     *
     * @return bytes
     */
    public int valueLength() {
        return valueLength;
    }

    /**
     * Returns the expiry time.
     *
     * @return milliseconds of the store's clock, or {@link SlabStore#NO_EXPIRY}
     */
    public long expiryMillis() {
        return expiryMillis;
    }

    /**
     * Returns the CAS token, which changes with every write of the item (not with a touch).
     *
     * @return the token, not 0
     */
    public long casToken() {
        return casToken;
    }

    /**
     * Returns the 32 bits kept for the client.
     *
     * @return the client flags, 0 unless the writer gave others
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Tells whether the item was read before; see {@link StoreResult#wasHit}.
     *
     * @return whether it was read
     */
    public boolean wasHit() {
        return hit;
    }
}
