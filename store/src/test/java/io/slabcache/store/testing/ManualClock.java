package io.slabcache.store.testing;

import io.slabcache.store.StoreClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is told to advance. */
public final class ManualClock implements StoreClock {
    /** Where every clock starts: far enough from 0 that times before it are legal expiry times too. */
    public static final long START = 1_700_000_000_000L;

    private final AtomicLong now = new AtomicLong(START);

    @Override
    public long millis() {
        return now.get();
    }

    /**
     * Moves the time on.
     *
     * @param millis by how much, at least 0
     */
    public void advance(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("a clock must not go back: millis=" + millis);
        }
        now.addAndGet(millis);
    }

    /**
     * Returns a time to come.
     *
     * @param millis how far from now
     * @return the time
     */
    public long in(long millis) {
        return now.get() + millis;
    }
}
