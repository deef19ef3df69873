package io.slabcache.store;

/** The direction in which {@link SlabStore#count} counts. */
public enum CounterMode {
    /** Up; beyond 2^64 - 1 it goes on from 0. */
    INCREMENT,
    /** Down; never below 0. */
    DECREMENT
}
