package io.slabcache.store;

/** The time against which items expire. */
@FunctionalInterface
public interface StoreClock {
    /**
     * Returns the current time.
     *
     * @return milliseconds since the epoch; never negative, and never less than before
     */
    long millis();

    /**
     * Returns a clock that starts at the system's wall time and then advances monotonically, so that a wall clock that
     * is set back does not lengthen the life of items.
     *
     * @return a new clock
     */
    static StoreClock system() {
        return new MonotonicClock();
    }
}
