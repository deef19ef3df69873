package io.slabcache.examples.springboot;

import java.time.Duration;

/**
 * What a page shows, and where it came from.
 *
 * @param value what was asked for
 * @param statements how many statements the database got for it
 * @param took how long it took
 */
record Served<T>(T value, int statements, Duration took) {
    public String source() {
        return statements == 0 ? "cache" : "database";
    }

    public String cost() {
        return statements == 1 ? "1 statement" : statements + " statements";
    }

    public long micros() {
        return took.toNanos() / 1000;
    }
}
