package io.slabcache.client;

/** An item as a node had it. */
public final class Item {
    private final byte[] value;
    private final int clientFlags;
    private final long casToken;

    /**
     * Creates an item.
     *
     * @param value the value, not copied
     * @param clientFlags 32 bits kept with it
     * @param casToken stands for this state of the item
     */
    public Item(byte[] value, int clientFlags, long casToken) {
        this.value = value;
        this.clientFlags = clientFlags;
        this.casToken = casToken;
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
     * Returns the 32 bits that whoever stored the item kept with it.
     *
     * @return the client flags
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Returns what stands for this state of the item.
     *
     * @return a token for this client's use only
     */
    public long casToken() {
        return casToken;
    }

    /** Tells lengths and flags, never the value. */
    @Override
    public String toString() {
        return "Item[valueLength=" + value.length + ", clientFlags=0x" + Integer.toHexString(clientFlags)
                + ", casToken=" + Long.toUnsignedString(casToken) + "]";
    }
}
