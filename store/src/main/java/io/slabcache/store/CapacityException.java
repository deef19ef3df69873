package io.slabcache.store;

/** A capacity is too small for a store, or more than the machine or its container can give. */
public final class CapacityException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     */
    public CapacityException(String message) {
        super(message);
    }
}
