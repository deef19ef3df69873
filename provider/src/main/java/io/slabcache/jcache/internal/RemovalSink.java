package io.slabcache.jcache.internal;

/**
 * Told of the entries that a {@link Backing} removed on its own account because their time had passed. Called without
 * any lock of the backing, on the thread that noticed it: a caller's, or one of the backing's own.
 */
public interface RemovalSink {
    /**
     * Tells whether anybody wants to know; a backing need not copy the entry out otherwise.
     *
     * @return whether {@link #onExpired} does anything at present
     */
    boolean isInterested();

    /**
     * Called once for each expired entry that a caller's operation met.
     *
     * @param key the entry's key
     * @param value the entry's last value
     */
    void onExpired(byte[] key, byte[] value);

    /**
     * Called once for each expired entry that the backing found on a thread of its own, which other caches may share: it
     * must not run the user's code.
     *
     * @param key the entry's key
     * @param value the entry's last value
     */
    void onSwept(byte[] key, byte[] value);
}
