package io.slabcache.store;

/** The condition under which {@link SlabStore#write} stores an item, and what it does to a present one. */
public enum WriteMode {
    /** Store whether or not the key is present. */
    SET,
    /** Store only if the key is absent. */
    ADD,
    /** Store only if the key is present. */
    REPLACE,
    /** Add the bytes behind the present item's value; its expiry time and its client flags stay. */
    APPEND,
    /** Add the bytes before the present item's value; its expiry time and its client flags stay. */
    PREPEND;

    /**
     * Tells whether the mode adds to the present value instead of storing one of its own.
     *
     * @return true for {@link #APPEND} and {@link #PREPEND}
     */
    public boolean isConcatenation() {
        return this == APPEND || this == PREPEND;
    }
}
