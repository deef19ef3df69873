package io.slabcache.jcache.internal;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** A {@link Backing} could not do what it was asked; what the user sees as a {@link CacheException}. */
public class BackingException extends CacheException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     * @param cause what was thrown below, or null
     */
    public BackingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
