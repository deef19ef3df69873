package io.slabcache.client.transcode;

import org.jspecify.annotations.Nullable;

/** An item's flags or bytes are not what a transcoder understands. */
public final class UndecodableItemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     * @param cause what was thrown below, or null
     */
    public UndecodableItemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
