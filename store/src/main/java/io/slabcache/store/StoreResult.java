package io.slabcache.store;

/**
 * What an operation tells beside what it returns. Made once and handed to one operation after another, so that none of them makes an
 * object; not safe for use by several threads at once.
 */
public final class StoreResult {
    private long casToken;
    private long expiryMillis = SlabStore.NO_EXPIRY;
    private int clientFlags;
    private long counter;

    /** Creates a holder that holds nothing yet. */
    public StoreResult() {}

    /**
     * Takes what there is to tell of an item.
     *
     * @param casToken the CAS token
     * @param expiryMillis the expiry time in milliseconds of the store's clock, or {@link SlabStore#NO_EXPIRY}
     * @param clientFlags the 32 bits kept for the client
     */
    public void setItem(long casToken, long expiryMillis, int clientFlags) {
        this.casToken = casToken;
        this.expiryMillis = expiryMillis;
        this.clientFlags = clientFlags;
    }

    /**
     * Takes the number that an item's value became.
     *
     * @param counter an unsigned number
     */
    public void setCounter(long counter) {
        this.counter = counter;
    }

    /**
     * Returns the item's CAS token.
     *
     * @return the token
     */
    public long casToken() {
        return casToken;
    }

    /**
     * Returns the item's expiry time.
     *
     * @return milliseconds of the store's clock, or {@link SlabStore#NO_EXPIRY}
     */
    public long expiryMillis() {
        return expiryMillis;
    }

    /**
     * Returns the 32 bits kept for the client.
     *
     * @return the client flags
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Returns what a counter became.
     *
     * @return an unsigned number
     */
    public long counter() {
        return counter;
    }
}
