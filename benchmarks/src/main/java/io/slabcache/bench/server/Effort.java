package io.slabcache.bench.server;

/**
 * How much of each row is measured.
 *
 * @param compileMillis how long a JVM is loaded for it to compile what it does, before the rounds of a row
 * @param rounds how often both servers take turns
 * @param warmUpMillis how long a load runs before it counts
 * @param millis how long it counts
 * @param items how many the servers are filled with
 * @param requests how many requests the hit ratio is measured by
 * @param stallMillis how long clients do not read
 */
record Effort(
        long compileMillis, int rounds, long warmUpMillis, long millis, long items, int requests, long stallMillis) {
    static final Effort QUICK = new Effort(6000, 3, 1000, 2000, 1_000_000, 2_000_000, 10_000);
    static final Effort FULL = new Effort(20_000, 7, 2000, 5000, 1_000_000, 20_000_000, 60_000);

    /** What the process of a load takes beside. */
    private static final long START_MILLIS = 900;

    /** Returns about how long the load for compiling takes. */
    long compilingMillis() {
        return START_MILLIS + compileMillis;
    }

    /** Returns about how long one load takes. */
    long loadMillis() {
        return START_MILLIS + warmUpMillis + millis;
    }
}
