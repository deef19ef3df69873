package io.slabcache.client;

import org.jspecify.annotations.Nullable;

/** Too much is in flight already: the operation was refused without being sent. */
public final class OverloadedException extends MemcachedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, then the values
     * @param outcomeUnknown whether nobody can tell if the operation took effect
     * @param cause what was thrown below, or null
     */
    public OverloadedException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
    }
}
