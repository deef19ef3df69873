package io.slabcache.client;

/** The item is larger than the node takes. What was stored under the key is still there unless the server refused. */
public final class ItemTooLargeException extends MemcachedException {
    private static final long serialVersionUID = 1L;

    /** Bytes of the value. */
    private final long valueLength;

    /** The most bytes the value could have had, or -1 if the node did not say. */
    private final long maxValueLength;

    /**
     * Creates an exception.
     *
     * @param message what happened, with both lengths
     * @param valueLength the value's length in bytes
     * @param maxValueLength the greatest length for the key, -1 if it is not known
     */
    public ItemTooLargeException(String message, long valueLength, long maxValueLength) {
        this(message, valueLength, maxValueLength, false);
    }

    /**
     * Creates an exception for an operation that was tried more than once.
     *
     * @param message what happened, with both lengths
     * @param valueLength the value's length in bytes
     * @param maxValueLength the greatest length for the key, -1 if it is not known
     * @param outcomeUnknown whether an earlier attempt may have taken effect
     */
    public ItemTooLargeException(String message, long valueLength, long maxValueLength, boolean outcomeUnknown) {
        super(message, outcomeUnknown, null);
        this.valueLength = valueLength;
        this.maxValueLength = maxValueLength;
    }

    /**
     * Returns the value's length.
     *
     * @return bytes
     */
    public long valueLength() {
        return valueLength;
    }

    /**
     * Returns the greatest length that the node takes for the key.
     *
     * @return bytes, -1 if it is not known
     */
    public long maxValueLength() {
        return maxValueLength;
    }
}
