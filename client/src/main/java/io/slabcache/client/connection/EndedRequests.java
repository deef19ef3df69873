package io.slabcache.client.connection;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests that ended while one thread was leading: their owners are woken together, when the leader has dealt with all
 * input. Guarded by leadership.
 */
final class EndedRequests {
    private static final int FIRST_CAPACITY = 64;

    private @Nullable Thread[] waiters = new @Nullable Thread[FIRST_CAPACITY];
    private int waiterCount;
    private @Nullable Request[] completed = new @Nullable Request[FIRST_CAPACITY];
    private int completedCount;

    /** Remembers to wake a thread. */
    void addWaiter(Thread waiter) {
        if (waiterCount == waiters.length) {
            waiters = Arrays.copyOf(waiters, 2 * waiterCount);
        }
        waiters[waiterCount++] = waiter;
    }

    /** Remembers to have a request's completion told. */
    void addCompleted(Request request) {
        if (completedCount == completed.length) {
            completed = Arrays.copyOf(completed, 2 * completedCount);
        }
        completed[completedCount++] = request;
    }

    /** Returns how many threads are to be woken. */
    int waiterCount() {
        return waiterCount;
    }

    /** Wakes the threads and hands the completions to the I/O thread. */
    void tell(IoThread io) {
        for (int i = 0; i < waiterCount; i++) {
            LockSupport.unpark(waiters[i]);
            waiters[i] = null;
        }
        waiterCount = 0;
        if (completedCount > 0) {
            for (int i = 0; i < completedCount; i++) {
                Request request = completed[i];
                if (request != null) {
                    io.completed(request);
                }
                completed[i] = null;
            }
            completedCount = 0;
            io.wakeUp();
        }
    }
}
