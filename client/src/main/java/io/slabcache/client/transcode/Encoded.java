package io.slabcache.client.transcode;

/** An encoded value. */
public final class Encoded {
    private final byte[] bytes;
    private final int clientFlags;

    /**
     * Creates an encoded value.
     *
     * @param bytes the bytes, not copied
     * @param clientFlags 32 bits that say what they are
     */
    public Encoded(byte[] bytes, int clientFlags) {
        this.bytes = bytes;
        this.clientFlags = clientFlags;
    }

    /**
     * Returns the bytes.
     *
     * @return the array, not a copy
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Returns what says what the bytes are.
     *
     * @return 32 bits
     */
    public int clientFlags() {
        return clientFlags;
    }
}
