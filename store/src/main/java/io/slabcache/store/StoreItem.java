package io.slabcache.store;

/** An item's value and what the store keeps beside it, as they were at one instant. */
public final class StoreItem {
    private final byte[] value;
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
        this.hit = hit;
        this.value = value;
        this.expiryMillis = expiryMillis;
        this.casToken = casToken;
        this.clientFlags = clientFlags;
    }

    /**
     * Returns the value.
     *
     * @return an array that the caller owns
     */
    public byte[] value() {
        return value;
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
