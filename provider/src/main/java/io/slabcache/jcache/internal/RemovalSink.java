package io.slabcache.jcache.internal;

/**
 * Told of the entries that a {@link Backing} removed on its own account because their time had passed. Called without
 * any lock of the backing, on the thread that noticed it.
 */
public interface RemovalSink {
    /**
     * Tells whether anybody wants to know; a backing need not copy the entry out otherwise.
     *
     * @return whether {@link #onExpired} does anything at present
     */
    boolean isInterested();

    /**
     * Called once for each expired entry.
     *
     * @param key the entry's key
     * @param value the entry's last value
     */
    void onExpired(byte[] key, byte[] value);
}
