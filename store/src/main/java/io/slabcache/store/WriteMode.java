package io.slabcache.store;

/** The condition under which {@link SlabStore#write} stores an item. */
public enum WriteMode {
    /** Store whether or not the key is present. */
    SET,
    /** Store only if the key is absent. */
    ADD,
    /** Store only if the key is present. */
    REPLACE
}
