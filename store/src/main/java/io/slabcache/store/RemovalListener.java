package io.slabcache.store;

/**
 * Receives the items that the store removed on its own account.
 *
 * <p>Called after the removal, without any lock of the store and outside of its close barrier, on the thread whose
 * operation noticed it or on the maintenance thread. An exception thrown by the listener is logged and goes no further.
 */
@FunctionalInterface
public interface RemovalListener {
    /**
     * Called once for each removed item.
     *
     * @param key the item's key, a fresh array
     * @param item the item as it was
     * @param cause why it was removed
     */
    void onRemoval(byte[] key, StoreItem item, RemovalCause cause);
}
