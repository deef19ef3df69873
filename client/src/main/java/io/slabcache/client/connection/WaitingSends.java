package io.slabcache.client.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What asynchronous operations do once something has changed or their deadline has passed. As many may wait as may be in
 * flight. Guarded by its owner's lock; what is taken has to be run outside of it.
 */
final class WaitingSends {
    private final int capacity;
    private List<Waiting> waiting = new ArrayList<>();

    /**
     * Creates an empty list.
     *
     * @param capacity how many may wait
     */
    WaitingSends(int capacity) {
        this.capacity = capacity;
    }

    /** What becomes of an operation that would wait. */
    enum Admission {
        /** It is run later. */
        WAITS,
        /** There is nothing to wait for. */
        NOT_NEEDED,
        /** Too many wait already. */
        FULL
    }

    /**
     * An operation that waits.
     *
     * @param task goes on with it
     * @param deadline when to run it at the latest, by {@link System#nanoTime}
     * @param patient whether to wait also while a node is down
     */
    private record Waiting(Runnable task, long deadline, boolean patient) {}

    Admission add(Runnable task, long deadline, boolean patient) {
        if (waiting.size() >= capacity) {
            return Admission.FULL;
        }
        waiting.add(new Waiting(task, deadline, patient));
        return Admission.WAITS;
    }

    List<Runnable> takeAll() {
        return take(one -> true);
    }

    /** Takes those that do not wait for a node that is down. */
    List<Runnable> takeImpatient() {
        return take(one -> !one.patient());
    }

    /** Takes those whose deadline has passed. */
    List<Runnable> takeExpired(long now) {
        return take(one -> now - one.deadline() >= 0);
    }

    private List<Runnable> take(Predicate<Waiting> condition) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = new ArrayList<>();
        List<Waiting> left = new ArrayList<>();
        for (Waiting one : waiting) {
            if (condition.test(one)) {
                taken.add(one.task());
            } else {
                left.add(one);
            }
        }
        waiting = left;
        return taken;
    }
}
