package io.slabcache.jcache.event;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the events that wait for one listener: at most {@value #MAX_EVENTS}, and at most {@value #MAX_BYTES} bytes of
 * keys and values. Both are one bound: an event takes its bytes, or its share of them if it is smaller. Safe for use by
 * several threads.
 */
final class WaitingRoom {
    static final int MAX_EVENTS = 10_000;
    static final int MAX_BYTES = 64 << 20;

    /** How long a publisher waits for room before its event is dropped. */
    static final long WAIT_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);
    private static final long WARNING_PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What the smallest event takes; {@link #SPACE} is the bound in bytes, rounded down to whole shares. */
    private static final int SHARE = MAX_BYTES / MAX_EVENTS;

    private static final int SPACE = SHARE * MAX_EVENTS;

    private final String cacheName;
    private final Object listener;
    private final Semaphore space = new Semaphore(SPACE);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong nextWarningNanos = new AtomicLong(System.nanoTime());

    /** Set when somebody waited in vain; until a delivery nobody else does. */
    private volatile boolean stalled;

    WaitingRoom(String cacheName, Object listener) {
        this.cacheName = cacheName;
        this.listener = listener;
    }

    /** Lets an event in, after a bounded wait if need be; returns false if it was dropped. */
    boolean enter(CacheEvent<?, ?> event) {
        int size = sizeOf(event);
        return space.tryAcquire(size) || (!stalled && awaitSpace(size)) || drop();
    }

    /** Lets an event in without a wait; returns false if it was dropped. */
    boolean enterAtOnce(CacheEvent<?, ?> event) {
        return space.tryAcquire(sizeOf(event)) || drop();
    }

    /** Called once for each event that was let in, when it has been delivered or given up. */
    void leave(CacheEvent<?, ?> event) {
        stalled = false;
        space.release(sizeOf(event));
    }

    /** Returns how many events were dropped so far. */
    long dropped() {
        return dropped.get();
    }

    private boolean awaitSpace(int size) {
        try {
            if (space.tryAcquire(size, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            stalled = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean drop() {
        long count = dropped.incrementAndGet();
        long now = System.nanoTime();
        long due = nextWarningNanos.get();
        if (now - due >= 0 && nextWarningNanos.compareAndSet(due, now + WARNING_PERIOD_NANOS)) {
            LOG.warn(
                    "events are dropped, a listener does not keep up with its cache: cache={}, listener={}, "
                            + "droppedSoFar={}, maxWaitingEvents={}, maxWaitingBytes={}; make the listener faster, "
                            + "give the cache an executor with more threads, or register the listener as synchronous",
                    cacheName,
                    listener,
                    count,
                    MAX_EVENTS,
                    MAX_BYTES);
        }
        return false;
    }

    private static int sizeOf(CacheEvent<?, ?> event) {
        return (int) Math.min(SPACE, Math.max(SHARE, event.byteCount()));
    }
}
