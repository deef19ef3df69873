package io.slabcache.jcache.internal;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of one cache. They run always; times are taken only while the statistics are enabled, which an operation
 * decides once, at its start.
 */
public final class Counters {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder getNanos = new LongAdder();
    private final LongAdder putNanos = new LongAdder();
    private final LongAdder removeNanos = new LongAdder();
    private volatile boolean timed;

    /** Creates counts of 0. */
    public Counters() {}

    /**
     * Says whether times are taken.
     *
     * @param enabled whether the statistics are enabled
     */
    public void setTimed(boolean enabled) {
        timed = enabled;
    }

    /** Returns what the recording methods want as their start: the time, or 0 if no times are taken. */
    long start() {
        return timed ? System.nanoTime() | 1 : 0;
    }

    void hit(long start) {
        hits.increment();
        add(getNanos, start);
    }

    void miss(long start) {
        misses.increment();
        add(getNanos, start);
    }

    void read(boolean hit, long start) {
        if (hit) {
            hit(start);
        } else {
            miss(start);
        }
    }

    void reads(long hitCount, long missCount, long start) {
        hits.add(hitCount);
        misses.add(missCount);
        add(getNanos, start);
    }

    void put(long start) {
        puts.increment();
        add(putNanos, start);
    }

    void puts(long count, long start) {
        puts.add(count);
        add(putNanos, start);
    }

    void removal(long start) {
        removals.increment();
        add(removeNanos, start);
    }

    void removals(long count, long start) {
        removals.add(count);
        add(removeNanos, start);
    }

    /**
     * Returns the counts.
     *
     * @return a snapshot; its figures are taken one after another
     */
    public Snapshot snapshot() {
        return new Snapshot(
                hits.sum(),
                misses.sum(),
                puts.sum(),
                removals.sum(),
                getNanos.sum(),
                putNanos.sum(),
                removeNanos.sum());
    }

    private static void add(LongAdder nanos, long start) {
        if (start != 0) {
            nanos.add(Math.max(0, System.nanoTime() - start));
        }
    }

    /**
     * The counts at an instant.
     *
     * @param hits reads that found their key
     * @param misses reads that did not
     * @param puts entries stored
     * @param removals live entries removed by request
     * @param getNanos time spent in timed reads
     * @param putNanos time spent in timed writes
     * @param removeNanos time spent in timed removals
     */
    public record Snapshot(
            long hits, long misses, long puts, long removals, long getNanos, long putNanos, long removeNanos) {}
}
