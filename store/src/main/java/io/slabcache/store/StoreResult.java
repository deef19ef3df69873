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
    private boolean hit;
    private boolean stale;
    private boolean claimed;

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
        setState(false, false, false);
    }

    /**
     * Takes what an item has gone through; {@link #setItem} comes before it.
     *
     * @param hit whether it was read before
     * @param stale whether it was invalidated
     * @param claimed whether somebody was told to make it anew
     */
    public void setState(boolean hit, boolean stale, boolean claimed) {
        this.hit = hit;
        this.stale = stale;
        this.claimed = claimed;
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
     * Tells whether the item was read before this operation. Approximate: an item that was nearly evicted forgets it, and one that was
     * overwritten keeps it.
     *
     * @return whether it was read
     */
    public boolean wasHit() {
        return hit;
    }

    /**
     * Tells whether the item was invalidated.
     *
     * @return true from {@link SlabStore#invalidate} until the item is written
     */
    public boolean isStale() {
        return stale;
    }

    /**
     * Tells whether somebody was told to make the item anew.
     *
     * @return true from {@link SlabStore#claim} or {@link SlabStore#addClaimed} until the item is written or invalidated
     */
    public boolean isClaimed() {
        return claimed;
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
