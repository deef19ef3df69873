package io.slabcache.client.connection;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * When to connect again: soon after the first failure, then more and more seldom, down to once a second. Only a connection
 * that has lasted makes failures forgotten, lest a server that accepts and closes be asked all the time. Guarded by the
 * node's lock. Times are those of {@link System#nanoTime}.
 */
final class Backoff {
    /** How long a connection has to last. */
    static final long STABLE = TimeUnit.SECONDS.toNanos(1);

    static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);
    static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_DOUBLINGS = 5;

    private int failures;
    private long nextAttempt;
    private long connectedAt;

    Backoff(long now) {
        nextAttempt = now;
    }

    boolean isDue(long now) {
        return now - nextAttempt >= 0;
    }

    void connected(long now) {
        connectedAt = now;
    }

    /** Takes notice that the connection has ended by itself. */
    void lost(long now) {
        retired(now);
        failed(now);
    }

    /** Takes notice that the connection was closed because nobody used it. */
    void retired(long now) {
        if (now - connectedAt >= STABLE) {
            failures = 0;
        }
    }

    /** Takes notice that an attempt has failed. */
    void failed(long now) {
        long delay = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        nextAttempt = now + delay - ThreadLocalRandom.current().nextLong(delay / 4);
    }
}
