package io.slabcache.concurrency;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.StoreOutcome;
import java.util.List;

/**
 * What one operation on a store did, as its caller saw it.
 *
 * @param kind what was asked
 * @param key the key's number
 * @param written the value that was to be written, 0 for none
 * @param expected the value whose token was given, 0 for none
 * @param expiry the expiry time that was to be written or was read, 0 for none
 * @param outcome how a change ended, null for other kinds
 * @param found the value that was read, 0 for none, {@link #TORN} for a mixture; 1 for a key that was found
 * @param told the removals that the listener was told of during the operation
 */
record Act(
        Kind kind, int key, int written, int expected, long expiry, StoreOutcome outcome, int found, List<Told> told) {
    /** A value that nobody wrote. */
    static final int TORN = -1;

    /** What can be asked of a store. */
    enum Kind {
        GET,
        CONTAINS,
        SET,
        ADD,
        REPLACE,
        COMPARE_AND_SET,
        TOUCH,
        DELETE,
        /** A reservation that was filled and given up. */
        ABANDON,
        CLEAR,
        SWEEP,
        /** The clock moved on by one. */
        TICK
    }

    /**
     * A removal that the store told of.
     *
     * @param key the key's number
     * @param value the value that was removed
     * @param cause why
     */
    record Told(int key, int value, RemovalCause cause) {}

    Act {
        told = List.copyOf(told);
    }
}
