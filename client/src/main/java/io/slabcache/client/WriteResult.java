package io.slabcache.client;

/**
 * What became of a write.
 *
 * @param status the outcome
 * @param casToken the token of the item that was stored, 0 if none was, the server keeps no tokens, or it was one of
 *     {@link MemcachedClient#setAll several}
 */
public record WriteResult(WriteStatus status, long casToken) {
    /** A removal that took effect. */
    public static final WriteResult REMOVED = new WriteResult(WriteStatus.DONE, 0);

    /** There is an item that was not to be there, or one with another token. */
    public static final WriteResult EXISTS = new WriteResult(WriteStatus.EXISTS, 0);

    /** There is no item. */
    public static final WriteResult NOT_FOUND = new WriteResult(WriteStatus.NOT_FOUND, 0);

    /** There is no item to extend. */
    public static final WriteResult NOT_STORED = new WriteResult(WriteStatus.NOT_STORED, 0);

    /**
     * Tells whether the write took effect.
     *
     * @return true if it did
     */
    public boolean isDone() {
        return status == WriteStatus.DONE;
    }
}
