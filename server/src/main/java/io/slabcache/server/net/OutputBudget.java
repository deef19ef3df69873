package io.slabcache.server.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of answers may wait for all clients together. Counted are only connections whose sockets did not take everything at
 * once, what they have sent meanwhile and is not looked at, and answers that are longer than a buffer: a client that takes its answers
 * never comes here. Safe for use by any number of
 * threads.
 */
final class OutputBudget {
    private static final int PRESSURE_DIVISOR = 2;

    private final long limit;
    private final AtomicLong pending = new AtomicLong();
    private volatile boolean refused;

    OutputBudget(long limit) {
        this.limit = limit;
    }

    /** Takes a part of the budget, if it is there. */
    boolean tryTake(long bytes) {
        if (pending.addAndGet(bytes) <= limit) {
            return true;
        }
        pending.addAndGet(-bytes);
        return false;
    }

    /** Counts what waits already; less than before if negative. */
    void add(long bytes) {
        if (bytes != 0) {
            pending.addAndGet(bytes);
        }
    }

    /** Takes note that a client was refused a long answer for lack of room. */
    void noteRefusal() {
        refused = true;
    }

    /** Tells whether a client was refused something since this was last asked. Called by one thread. */
    boolean takeRefusal() {
        boolean was = refused;
        refused = false;
        return was;
    }

    /** Tells whether nothing is left. */
    boolean isExhausted() {
        return pending.get() >= limit;
    }

    /** Tells whether so much is taken that those who do not take their answers have to go. */
    boolean isPressed() {
        return pending.get() >= limit / PRESSURE_DIVISOR;
    }

    long pending() {
        return pending.get();
    }

    long limit() {
        return limit;
    }
}
