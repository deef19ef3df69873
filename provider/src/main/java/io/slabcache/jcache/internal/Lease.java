package io.slabcache.jcache.internal;

/** The right to load one absent key. */
public class Lease {
    /** The token of a right that holds nothing: the value is filled in if the key has no entry. */
    public static final long NOTHING = 0;

    private final byte[] key;
    private final long token;

    /**
     * Creates a lease.
     *
     * @param key the key to load
     * @param token what the key must carry when the value is filled in, {@link #NOTHING} for nothing
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
    public final byte[] key() {
        return key;
    }

    /**
     * Returns what the key must carry when the value is filled in.
     *
     * @return a token of the backing, or {@link #NOTHING}
     */
    public final long token() {
        return token;
    }

    /**
     * Tells whether the right stands somewhere where others see it and can end it.
     *
     * @return false if it holds nothing
     */
    public final boolean isHeld() {
        return token != NOTHING;
    }
}
