package io.slabcache.concurrency;

import io.slabcache.store.StoreClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is moved by hand. */
final class TestClock implements StoreClock {
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);

    @Override
    public long millis() {
        return now.get();
    }

    long in(long millis) {
        return now.get() + millis;
    }

    void advance(long millis) {
        now.addAndGet(millis);
    }
}
