package io.slabcache.jcache.internal;

/** The right to load one absent key. */
public final class Lease {
    private final byte[] key;
    private final long token;

    /**
     * Creates a lease.
     *
     * @param key the key to load
     * @param token what the key must carry when the value is filled in, {@link Backing#ABSENT} for nothing
     */
    public Lease(byte[] key, long token) {
        this.key = key;
        this.token = token;
    }

    /**
     * Returns the key to load.
     *
     * @return the array, not a copy
     */
    public byte[] key() {
        return key;
    }

    /**
     * Returns what the key must carry when the value is filled in.
     *
     * @return a token of the backing
     */
    public long token() {
        return token;
    }
}
