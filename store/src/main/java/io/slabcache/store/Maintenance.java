package io.slabcache.store;

import io.slabcache.store.engine.MaintenanceThread;

/**
 * The daemon thread that sweeps expired items and rebalances pages, shared by any number of stores. Close it after the
 * stores that use it.
 */
public interface Maintenance extends AutoCloseable {
    /**
     * Starts a maintenance thread.
     *
     * @param name the thread's name
     * @return a running thread
     */
    static Maintenance start(String name) {
        return MaintenanceThread.start(name);
    }

    /**
     * Stops the thread and waits for it to end, for five seconds at most: a removal listener that does not return must
     * not hold up the closer. Stores that still use the thread are no longer swept.
     */
    @Override
    void close();
}
