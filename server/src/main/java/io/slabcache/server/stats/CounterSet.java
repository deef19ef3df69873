package io.slabcache.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One thread's counters. Written by that thread alone, so without a contended line; read by all. */
@SuppressWarnings("EnumOrdinal") // an index into an array that nobody else sees
public final class CounterSet {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int COUNT = Counter.values().length;
    /** So many longs of nothing on either side, that no other thread's data share the counters' cache lines. */
    private static final int PADDING = 16;

    private final long[] values = new long[PADDING + COUNT + PADDING];

    /**
     * Counts one.
     *
     * @param counter what to count
     */
    public void increment(Counter counter) {
        add(counter, 1);
    }

    /**
     * Counts several.
     *
     * @param counter what to count
     * @param amount how many
     */
    public void add(Counter counter, long amount) {
        int index = PADDING + counter.ordinal();
        ELEMENT.setOpaque(values, index, values[index] + amount);
    }

    /**
     * Returns a counter.
     *
     * @param counter which one
     * @return what the thread has counted
     */
    public long get(Counter counter) {
        return (long) ELEMENT.getOpaque(values, PADDING + counter.ordinal());
    }
}
