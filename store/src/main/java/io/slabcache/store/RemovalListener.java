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
     * @param item the item as it was, without its value unless this listener {@linkplain #wantsValues() wants values}
     * @param cause why it was removed
     */
    void onRemoval(byte[] key, StoreItem item, RemovalCause cause);

    /**
     * Tells whether this listener wants to know of removals for a cause just now; asked before an item is copied out,
     * with a lock of the store held, so it must do no more than read a field.
     *
     * @param cause a cause the listener was registered for
     * @return whether {@link #onRemoval} is to be called
     */
    default boolean isInterestedIn(RemovalCause cause) {
        return true;
    }

    /**
     * Tells whether this listener looks at the values of removed items. Values are copied with a lock of the store held; without them its
     * items tell all but their {@link StoreItem#value() value}. Asked once, when the store is opened.
     *
     * @return whether values are copied
     */
    default boolean wantsValues() {
        return true;
    }
}
