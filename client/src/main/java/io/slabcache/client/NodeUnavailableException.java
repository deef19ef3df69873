package io.slabcache.client;

import org.jspecify.annotations.Nullable;

/** The node is down, or was never reached: the operation was not sent. */
public final class NodeUnavailableException extends MemcachedException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, then the values
     * @param outcomeUnknown whether nobody can tell if the operation took effect
     * @param cause what was thrown below, or null
     */
    public NodeUnavailableException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
    }
}
