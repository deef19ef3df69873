package io.slabcache.server.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import java.util.TreeSet;

/**
 * The moments at which everything stored before them is to disappear. A list, where memcached has one place, so that a later mark
 * does not undo an earlier one. Safe for use by any number of threads.
 *
 * <p>A mark takes effect with the first request that comes when it is due, before that request: nobody can tell that from its taking
 * effect at its time.
 */
final class FlushMarks {
    /** So many moments may be pending, each of them a second of its own. */
    static final int MAX_PENDING = 1024;

    private static final long NONE = Long.MAX_VALUE;

    private final SlabStore store;
    private final StoreClock clock;

    @GuardedBy("this")
    private final TreeSet<Long> pending = new TreeSet<>();

    /** The first of the pending moments. Written under this object's lock, read without. */
    private volatile long next = NONE;

    FlushMarks(SlabStore store, StoreClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Adds a mark; one that is due takes effect at once.
     *
     * @return whether there was room for it
     */
    synchronized boolean add(long atMillis) {
        if (atMillis <= clock.millis()) {
            store.clear();
            return true;
        }
        if (pending.size() >= MAX_PENDING && !pending.contains(atMillis)) {
            return false;
        }
        pending.add(atMillis);
        next = pending.first();
        return true;
    }

    /** Lets what is due take effect. Called before each request. */
    void apply() {
        long first = next;
        if (first != NONE && first <= clock.millis()) {
            applyDue();
        }
    }

    private synchronized void applyDue() {
        long now = clock.millis();
        boolean due = false;
        while (!pending.isEmpty() && pending.first() <= now) {
            pending.pollFirst();
            due = true;
        }
        if (due) {
            // cleared before the others are let past the lock-free check above
            store.clear();
            next = pending.isEmpty() ? NONE : pending.first();
        }
    }
}
