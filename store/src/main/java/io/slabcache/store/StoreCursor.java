package io.slabcache.store;

/**
 * A weakly consistent walk over a store's live items: an item present during the whole walk is met exactly once, no
 * key is met twice, and what is written or removed meanwhile may or may not be met. Not safe for use by several threads.
 */
public interface StoreCursor {
    /**
     * Steps to the next item.
     *
     * @return whether there is one
     * @throws StoreClosedException if the store was closed
     */
    boolean advance();

    /**
     * Returns the current item's key.
     *
     * @return an array that the caller owns
     * @throws IllegalStateException before the first and after the last {@link #advance()}
     */
    byte[] key();

    /**
     * Returns the current item.
     *
     * @return the item as it was when the cursor met it
     * @throws IllegalStateException before the first and after the last {@link #advance()}
     */
    StoreItem item();
}
