package io.slabcache.store;

/** What a conditional operation of a {@link SlabStore} did. Anything but {@link #DONE} left the key as it was. */
public enum StoreOutcome {
    /** The operation took effect. */
    DONE,
    /** The key is present although it must be absent, or its CAS token is not the expected one. */
    EXISTS,
    /** The key is absent although it must be present. */
    NOT_FOUND,
    /** No chunk could be found for the item within a bounded search, though its size is legal. */
    OUT_OF_MEMORY,
    /** Bytes added to the present value would make the item larger than the store's limit. */
    TOO_LARGE,
    /** The present value is not a number that could be counted. */
    NOT_A_COUNTER
}
