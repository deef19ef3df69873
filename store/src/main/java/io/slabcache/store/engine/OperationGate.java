package io.slabcache.store.engine;

import io.slabcache.store.StoreClosedException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets operations in until the store is closed, and tells the closer when the last one is out. It also counts hits and
 * misses, since their place is the cache line that every operation writes anyway.
 *
 * <pre>
 *  cell, 128 bytes apart:  word 0   hits (40 bits) | operations inside (24 bits)
 *                          word 1   misses
 * </pre>
 *
 * A thread picks its cell by its id; threads that share a cell only share its cache line. The increment comes before the
 * look at {@link #closed}, and both are volatile, so an operation either sees that the gate is closed or is seen by the
 * closer.
 */
final class OperationGate {
    private static final int CELL_SHIFT = 4;
    private static final int INSIDE_BITS = 24;
    private static final long INSIDE_MASK = (1L << INSIDE_BITS) - 1;
    private static final long HIT = 1L << INSIDE_BITS;
    private static final int MISSES = 1;
    private static final long CLOSE_POLL_NANOS = 50_000;

    private final String storeName;
    private final AtomicLongArray cells;
    private final int cellMask;
    /** Hits that no longer fitted their cell. */
    private final LongAdder overflownHits = new LongAdder();

    private volatile boolean closed;

    OperationGate(String storeName) {
        this.storeName = storeName;
        int cellCount = Integer.highestOneBit(Math.max(2, Runtime.getRuntime().availableProcessors()) * 4 - 1) * 2;
        cellMask = cellCount - 1;
        cells = new AtomicLongArray((cellCount + 1) << CELL_SHIFT);
    }

    /** Enters an operation and returns the cell with which it must leave. */
    int enter() {
        long id = Thread.currentThread().getId();
        int cell = (((int) (id ^ (id >>> 7)) & cellMask) + 1) << CELL_SHIFT;
        cells.getAndIncrement(cell);
        if (closed) {
            cells.getAndDecrement(cell);
            throw new StoreClosedException("the store is closed: name=" + storeName);
        }
        return cell;
    }

    void leave(int cell) {
        cells.getAndDecrement(cell);
    }

    void leaveHit(int cell) {
        if (cells.addAndGet(cell, HIT - 1) < 0) {
            overflow(cell);
        }
    }

    /** Takes the highest bit out of a cell's hits before they run into the sign for good. */
    private void overflow(int cell) {
        long word = cells.get(cell);
        while (word < 0) {
            if (cells.compareAndSet(cell, word, word & Long.MAX_VALUE)) {
                overflownHits.add(Long.MIN_VALUE >>> INSIDE_BITS);
                return;
            }
            word = cells.get(cell);
        }
    }

    void leaveMiss(int cell) {
        cells.getAndIncrement(cell + MISSES);
        cells.getAndDecrement(cell);
    }

    /** Shuts the gate and waits for everybody inside; returns false if it was shut before. */
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        for (int cell = 1 << CELL_SHIFT; cell < cells.length(); cell += 1 << CELL_SHIFT) {
            while ((cells.get(cell) & INSIDE_MASK) != 0) {
                LockSupport.parkNanos(CLOSE_POLL_NANOS);
            }
        }
        return true;
    }

    boolean isClosed() {
        return closed;
    }

    long hits() {
        long sum = overflownHits.sum();
        for (int cell = 1 << CELL_SHIFT; cell < cells.length(); cell += 1 << CELL_SHIFT) {
            sum += cells.get(cell) >>> INSIDE_BITS;
        }
        return sum;
    }

    long misses() {
        long sum = 0;
        for (int cell = 1 << CELL_SHIFT; cell < cells.length(); cell += 1 << CELL_SHIFT) {
            sum += cells.get(cell + MISSES);
        }
        return sum;
    }
}
