package io.slabcache.client.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The processor under the callers of one connection. Where many wait, an answer often comes before a caller would have gone to
 * sleep and been woken, which costs more than anything else of an operation; so some give way instead, a few times, to
 * whoever brings it. Where giving way takes long, because others need the processor for longer, all park for a while.
 */
final class SharedProcessor {
    static final int MOST_YIELDS = 8;

    /** What takes longer is the time slice of a thread that computes, not another caller's operation. */
    static final long LONG_YIELD = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long nobody gives way after a long time: one operation in many is held up then. */
    static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final int mostCallers;
    private final LongSupplier clock;
    private final Runnable yield;
    private final AtomicInteger callers = new AtomicInteger();

    /** Until when nobody gives way, by the clock. */
    private volatile long pausedUntil;

    SharedProcessor() {
        // With more of them at it, each waits for the time slices of the others.
        this(2 * Runtime.getRuntime().availableProcessors(), System::nanoTime, SharedProcessor::yieldProcessor);
    }

    SharedProcessor(int mostCallers, LongSupplier clock, Runnable yield) {
        this.mostCallers = mostCallers;
        this.clock = clock;
        this.yield = yield;
        this.pausedUntil = clock.getAsLong();
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint that nothing but speed depends on
    private static void yieldProcessor() {
        Thread.yield();
    }

    /** Lets others run a few times while a request waits, unless that takes long or enough other callers do so. */
    void giveWay(Request request) {
        long now = clock.getAsLong();
        if (pausedUntil - now > 0 || callers.get() >= mostCallers) {
            return;
        }
        callers.incrementAndGet();
        try {
            for (int i = 0; i < MOST_YIELDS && request.state() == Request.WAITING; i++) {
                yield.run();
                long before = now;
                now = clock.getAsLong();
                if (now - before > LONG_YIELD) {
                    pausedUntil = now + PAUSE;
                    return;
                }
            }
        } finally {
            callers.decrementAndGet();
        }
    }
}
