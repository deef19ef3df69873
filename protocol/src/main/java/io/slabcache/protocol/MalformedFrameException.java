package io.slabcache.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Bytes from the peer that are not what the protocol allows. The stream has lost its meaning: the connection must be closed.
 *
 * <p>It is the only exception that a decoder throws because of what it reads.
 */
public final class MalformedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a server says before it closes the connection. */
    private final @Nullable Status answer;

    /**
     * Creates an exception after which a server closes the connection without a word.
     *
     * @param message what must hold, then {@code name=value} pairs
     */
    public MalformedFrameException(String message) {
        this(message, null);
    }

    /**
     * Creates an exception.
     *
     * @param message what must hold, then {@code name=value} pairs
     * @param answer the status with which a server answers before it closes the connection, or null if it just closes it
     */
    public MalformedFrameException(String message, @Nullable Status answer) {
        super(message);
        this.answer = answer;
    }

    /**
     * Returns the status with which a server answers before it closes the connection.
     *
     * @return the status, or null if the server closes the connection without an answer, as it does on a wrong magic
     */
    public @Nullable Status answer() {
        return answer;
    }
}
