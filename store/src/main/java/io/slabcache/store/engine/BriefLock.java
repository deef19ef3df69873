package io.slabcache.store.engine;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for less than a microsecond. Whoever finds it taken looks again a few times before it queues up,
 * since queueing leaves a node to the collector and often costs a change of threads.
 */
final class BriefLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    /** About a microsecond; a holder that takes longer was most likely suspended. */
    private static final int SPINS = 32;

    @Override
    public void lock() {
        for (int i = 0; i < SPINS; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }
}
