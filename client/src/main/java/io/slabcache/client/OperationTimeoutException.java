package io.slabcache.client;

import org.jspecify.annotations.Nullable;

/** The operation's deadline passed before the node answered. */
public final class OperationTimeoutException extends MemcachedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, then the values
     * @param outcomeUnknown whether nobody can tell if the operation took effect
     * @param cause what was thrown below, or null
     */
    public OperationTimeoutException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
    }
}
