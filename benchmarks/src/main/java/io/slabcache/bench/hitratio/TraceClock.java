package io.slabcache.bench.hitratio;

import io.slabcache.store.StoreClock;

/** The time of a sequence of requests, which passes with them: what depends on it comes out alike however fast the machine is. */
final class TraceClock implements StoreClock {
    /** About what one thread of an application asks for. */
    static final int REQUESTS_PER_SECOND = 50_000;

    /** Some time in 2026. */
    private static final long BEGIN_MILLIS = 1_780_000_000_000L;

    private static final int REQUESTS_PER_MILLI = REQUESTS_PER_SECOND / 1000;

    private long requests;

    /** Lets as much time pass as a request takes, and returns how many there have been. */
    long request() {
        return ++requests;
    }

    @Override
    public long millis() {
        return BEGIN_MILLIS + requests / REQUESTS_PER_MILLI;
    }
}
