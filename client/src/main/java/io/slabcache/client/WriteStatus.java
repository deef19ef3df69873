package io.slabcache.client;

/** What became of a write. */
public enum WriteStatus {
    /** It took effect. */
    DONE,
    /** There is an item that was not to be there, or one with another token. Nothing was changed. */
    EXISTS,
    /** There is no item. Nothing was changed. */
    NOT_FOUND,
    /** There is no item to extend. Nothing was changed. */
    NOT_STORED
}
