package io.slabcache.store;

/** An item is larger than the store's limit, or its value has another length than reserved. */
public final class ValueLengthException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     */
    public ValueLengthException(String message) {
        super(message);
    }
}
