package io.slabcache.jcache.internal;

import io.slabcache.store.StoreClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to advance. */
public final class FakeClock implements StoreClock {
    private static final long START_MILLIS = 1_700_000_000_000L;

    /** The clock of the backings whose scheme ends in {@code -fake}; it is never set back. */
    public static final FakeClock SHARED = new FakeClock();

    private final AtomicLong now = new AtomicLong(START_MILLIS);

    /** Creates a clock that stands. */
    public FakeClock() {}

    @Override
    public long millis() {
        return now.get();
    }

    /**
     * Sets the clock forward.
     *
     * @param millis by how much
     */
    public void advance(long millis) {
        now.getAndAdd(millis);
    }
}
