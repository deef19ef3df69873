package io.slabcache.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's histograms of times, one for each operation. Written by that thread alone, so without a contended line and without an
 * object; read by all.
 *
 * <p>A bucket holds times up to {@link #bound}: 250 ns, and each next one twice as much, up to about a second; the last has no bound.
 */
@SuppressWarnings("EnumOrdinal") // an index into an array that nobody else sees
public final class LatencySet {
    /** How many buckets an operation has, the last without a bound included. */
    public static final int BUCKETS = 24;

    private static final long FIRST_BOUND_NANOS = 250;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SUM = BUCKETS;
    private static final int STRIDE = BUCKETS + 1;
    /** So many longs of nothing on either side, that no other thread's data share the cache lines. */
    private static final int PADDING = 16;

    private final long[] values = new long[PADDING + Operation.values().length * STRIDE + PADDING];

    /**
     * Records how long an operation took that has ended now.
     *
     * @param operation the operation
     * @param startNanos when it began, by {@link System#nanoTime}
     * @return now, which is when the next one begins
     */
    public long record(Operation operation, long startNanos) {
        long now = System.nanoTime();
        add(operation, now - startNanos);
        return now;
    }

    void add(Operation operation, long nanos) {
        int base = base(operation);
        increase(base + bucket(nanos), 1);
        increase(base + SUM, nanos);
    }

    private void increase(int index, long amount) {
        ELEMENT.setOpaque(values, index, values[index] + amount);
    }

    private static int bucket(long nanos) {
        long units = Math.max(0, nanos - 1) / FIRST_BOUND_NANOS;
        return Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(units));
    }

    private static int base(Operation operation) {
        return PADDING + operation.ordinal() * STRIDE;
    }

    /**
     * Returns the greatest time that a bucket holds.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1
     * @return seconds, infinity for the last bucket
     */
    public static double bound(int bucket) {
        return bucket == BUCKETS - 1 ? Double.POSITIVE_INFINITY : (FIRST_BOUND_NANOS << bucket) / NANOS_PER_SECOND;
    }

    /**
     * Returns how many times a bucket holds, those of smaller buckets apart.
     *
     * @param operation the operation
     * @param bucket 0 to {@link #BUCKETS} - 1
     * @return the number
     */
    public long count(Operation operation, int bucket) {
        return (long) ELEMENT.getOpaque(values, base(operation) + bucket);
    }

    /**
     * Returns the sum of all times of an operation.
     *
     * @param operation the operation
     * @return nanoseconds
     */
    public long sumNanos(Operation operation) {
        return (long) ELEMENT.getOpaque(values, base(operation) + SUM);
    }
}
