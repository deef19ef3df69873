package io.slabcache.jcache.internal;

/**
 * A kind of backing, found by {@link java.util.ServiceLoader} and chosen by its {@link #scheme()}: that of the cache
 * manager's URI when a backing has it, else the one configured.
 */
public interface BackingProvider {
    /**
     * Names the kind.
     *
     * @return a URI scheme in lower case
     */
    String scheme();

    /**
     * Tells whether others than this process can write here. Where they cannot, what a cache wrote may be read back
     * without its classes being allowed by name.
     *
     * @return whether the entries are shared
     */
    boolean isShared();

    /**
     * Opens the place for the caches of one manager.
     *
     * @param settings what the manager needs
     * @return a new space
     */
    BackingSpace open(BackingSpaceSettings settings);
}
