package io.slabcache.client.connection;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment by which something must be done.
 *
 * @param nanoTime the moment, as {@link System#nanoTime} counts
 * @param allowed the time there was from the beginning, for messages
 */
record Deadline(long nanoTime, Duration allowed) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), time);
    }

    /** Returns a part of what is left, as a deadline of its own. */
    Deadline part(int parts) {
        long now = System.nanoTime();
        return new Deadline(now + Math.max(nanoTime - now, 0) / parts, allowed);
    }

    /**
     * Returns the time left, rounded up.
     *
     * @param what says what has to be done by then, for the message
     * @return at least 1
     * @throws SocketTimeoutException if it has passed
     */
    long millisLeft(String what) throws SocketTimeoutException {
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException(what + " must be done in time: timeout=" + allowed);
        }
        return TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }
}
