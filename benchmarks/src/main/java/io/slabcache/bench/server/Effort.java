package io.slabcache.bench.server;

/**
 * How much of each row is measured.
 *
 * @param rounds how often both servers take turns
 * @param warmUpMillis how long a load runs before it counts
 * @param millis how long it counts
 * @param items how many the servers are filled with
 * @param requests how many requests the hit ratio is measured by
 * @param stallMillis how long clients do not read
 */
record Effort(int rounds, long warmUpMillis, long millis, long items, int requests, long stallMillis) {
    static final Effort QUICK = new Effort(3, 1000, 2000, 1_000_000, 2_000_000, 10_000);
    static final Effort FULL = new Effort(7, 2000, 5000, 1_000_000, 20_000_000, 60_000);

    /** What the process of a load takes beside. */
    private static final long START_MILLIS = 900;

    /** Returns about how long one load takes. */
    long loadMillis() {
        return START_MILLIS + warmUpMillis + millis;
    }
}
