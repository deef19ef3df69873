package io.slabcache.jcache;

import javax.cache.CacheException;

/**
 * Stored bytes name a class that may not be deserialized. List the class under {@value #SETTING} if its objects belong
 * into the cache; if they do not, somebody else has written them.
 */
public final class RefusedClassException extends CacheException {
    /** The configuration key that lists the classes which may be deserialized. */
    public static final String SETTING = "slabcache.serialization.allowed-classes";

    private static final long serialVersionUID = 1L;

    /** The name of the class. */
    private final String refusedClass;

    /**
     * Creates an exception.
     *
     * @param refusedClass the name of the class that was refused
     */
    public RefusedClassException(String refusedClass) {
        super("a class must be allowed before it is deserialized: class=" + refusedClass + "; if it belongs into the "
                + "cache, add \"" + refusedClass + "\", its package with \".*\", or with \".**\" to include those "
                + "below, to the list " + SETTING);
        this.refusedClass = refusedClass;
    }

    /**
     * Returns the class that was refused.
     *
     * @return its name as {@link Class#getName()} gives it
     */
    public String refusedClass() {
        return refusedClass;
    }
}
