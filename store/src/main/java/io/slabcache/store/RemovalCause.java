package io.slabcache.store;

/** Why the store itself removed an item. */
public enum RemovalCause {
    /** The item was pushed out to make room for others. */
    EVICTED,
    /** The item's expiry time passed; noticed by an access to its key or by the sweep. */
    EXPIRED
}
