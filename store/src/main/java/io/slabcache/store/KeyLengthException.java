package io.slabcache.store;

/** A key is empty or longer than {@link SlabStore#MAX_KEY_LENGTH}. */
public final class KeyLengthException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     */
    public KeyLengthException(String message) {
        super(message);
    }
}
