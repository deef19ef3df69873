package io.slabcache.jcache;

import javax.cache.CacheException;

/**
 * A configuration cannot be used: a file has an unknown key or a bad value, cannot be found, or names a class that
 * cannot be loaded. The message says where, what was found and what must hold.
 */
public final class SlabConfigurationException extends CacheException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the place, what must hold, then the values
     */
    public SlabConfigurationException(String message) {
        super(message);
    }

    /**
     * Creates an exception that has a cause.
     *
     * @param message the place, what must hold, then the values
     * @param cause why it does not hold
     */
    public SlabConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
