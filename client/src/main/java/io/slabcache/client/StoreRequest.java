package io.slabcache.client;

/** An item to be stored with others. */
public final class StoreRequest {
    private final byte[] key;
    private final byte[] value;
    private final int clientFlags;
    private final long timeToLive;

    /**
     * Creates a request.
     *
     * @param key the key, not copied
     * @param value the value, not copied
     * @param clientFlags 32 bits kept with it
     * @param timeToLive in seconds, 0 for ever
     */
    public StoreRequest(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        this.key = key;
        this.value = value;
        this.clientFlags = clientFlags;
        this.timeToLive = timeToLive;
    }

    /**
     * Returns the key.
     *
     * @return the array, not a copy
     */
    public byte[] key() {
        return key;
    }

    /**
     * Returns the value.
     *
     * @return the array, not a copy
     */
    public byte[] value() {
        return value;
    }

    /**
     * Returns the client flags.
     *
     * @return 32 bits
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Returns the time to live.
     *
     * @return seconds, 0 for ever
     */
    public long timeToLive() {
        return timeToLive;
    }
}
