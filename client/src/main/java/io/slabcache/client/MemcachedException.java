package io.slabcache.client;

import org.jspecify.annotations.Nullable;

/** An operation did not succeed. The message names the operation and the node, never a value. */
public class MemcachedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether nobody can tell if the operation took effect. */
    private final boolean outcomeUnknown;

    /**
     * Creates an exception.
     *
     * @param message what happened, then the values
     * @param outcomeUnknown whether nobody can tell if the operation took effect
     * @param cause what was thrown below, or null
     */
    public MemcachedException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /**
     * Tells whether the operation may have taken effect, or may still do so: it was sent or will be, and no answer came; or
     * it was tried again, and the first attempt may have. A write that is not idempotent must then not be repeated.
     *
     * @return false if the operation certainly changed nothing
     */
    public final boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
