package io.slabcache.client;

import org.jspecify.annotations.Nullable;

/** The node answered with an error. */
public final class ServerErrorException extends MemcachedException {
    private static final long serialVersionUID = 1L;

    /** The status on the wire. */
    private final int statusCode;

    /**
     * Creates an exception.
     *
     * @param message what happened, then the values
     * @param statusCode the status on the wire, unsigned 16 bits
     * @param cause what was thrown below, or null
     */
    public ServerErrorException(String message, int statusCode, @Nullable Throwable cause) {
        this(message, statusCode, false, cause);
    }

    /**
     * Creates an exception for an operation that was tried more than once.
     *
     * @param message what happened, then the values
     * @param statusCode the status on the wire, unsigned 16 bits
     * @param outcomeUnknown whether an earlier attempt may have taken effect
     * @param cause what was thrown below, or null
     */
    public ServerErrorException(String message, int statusCode, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
        this.statusCode = statusCode;
    }

    /**
     * Returns the status on the wire.
     *
     * @return an unsigned 16-bit number
     */
    public int statusCode() {
        return statusCode;
    }
}
