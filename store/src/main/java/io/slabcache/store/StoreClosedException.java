package io.slabcache.store;

/** The store was closed. */
public final class StoreClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     */
    public StoreClosedException(String message) {
        super(message);
    }
}
