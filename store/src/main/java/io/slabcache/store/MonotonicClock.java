package io.slabcache.store;

import java.util.concurrent.TimeUnit;

/** The wall time at creation plus the monotonic time since. */
final class MonotonicClock implements StoreClock {
    private final long originMillis = System.currentTimeMillis();
    private final long originNanos = System.nanoTime();

    @Override
    public long millis() {
        return originMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - originNanos);
    }
}
