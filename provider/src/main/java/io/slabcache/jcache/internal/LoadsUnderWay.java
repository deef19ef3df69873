package io.slabcache.jcache.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The loads that a cache's executor is at, so that a loader is not closed while it loads, nor asked afterwards. */
final class LoadsUnderWay {
    private final Object monitor = new Object();
    /** One element for each load; a loader that loads again on its own thread is there more than once. */
    private final List<Thread> loading = new ArrayList<>();

    private boolean closed;

    /** Returns false, and counts nothing, once {@link #close} was called; else {@link #end} must follow. */
    boolean begin() {
        synchronized (monitor) {
            return !closed && loading.add(Thread.currentThread());
        }
    }

    void end() {
        synchronized (monitor) {
            loading.remove(Thread.currentThread());
            monitor.notifyAll();
        }
    }

    /**
     * Lets no load begin any more and waits for those of other threads; a loader that closes its cache would wait for
     * itself.
     *
     * @return false if some are still under way after {@code timeoutMillis}, or because the thread was interrupted,
     *     which it still is then
     */
    boolean close(long timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        synchronized (monitor) {
            closed = true;
            while (othersLoad()) {
                long leftNanos = deadline - System.nanoTime();
                if (leftNanos <= 0) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(monitor, leftNanos);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private boolean othersLoad() {
        for (Thread thread : loading) {
            if (thread != Thread.currentThread()) {
                return true;
            }
        }
        return false;
    }
}
