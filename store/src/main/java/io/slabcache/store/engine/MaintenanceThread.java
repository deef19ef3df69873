package io.slabcache.store.engine;

import io.slabcache.store.Maintenance;
import io.slabcache.store.StoreClosedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the maintenance of any number of engines, one after another, a few times a second. */
public final class MaintenanceThread implements Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceThread.class);
    private static final long PERIOD_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5000;

    private final List<SlabEngine> engines = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final Object monitor = new Object();

    /** Guarded by {@link #monitor}. */
    private boolean stopped;

    /** Used by the thread alone. */
    private int failuresNotLogged;

    private MaintenanceThread(String name) {
        // Nothing is inherited: the thread would keep the class loader of an application that only happened to be
        // first.
        thread = new Thread(null, this::run, name, 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
    }

    /**
     * Starts a thread.
     *
     * @param name the thread's name
     * @return the running thread
     */
    public static MaintenanceThread start(String name) {
        MaintenanceThread maintenance = new MaintenanceThread(name);
        maintenance.thread.start();
        return maintenance;
    }

    void add(SlabEngine engine) {
        engines.add(engine);
    }

    void remove(SlabEngine engine) {
        engines.remove(engine);
    }

    private void run() {
        while (awaitNextRun()) {
            for (SlabEngine engine : engines) {
                maintain(engine);
            }
        }
    }

    private void maintain(SlabEngine engine) {
        try {
            engine.maintain();
        } catch (StoreClosedException e) {
            LOG.debug("store closed while it waited for maintenance: store={}", engine.name());
        } catch (Throwable e) {
            // the top of the thread: one store's failure must not end the sweep of the others
            report(engine, e);
        }
    }

    /** Logs a failure; where even that fails, as it does when the heap is full, the next report tells how often. */
    private void report(SlabEngine engine, Throwable failure) {
        try {
            LOG.error(
                    "maintenance failed, the next run tries again: store={}, failuresNotLogged={}",
                    engine.name(),
                    failuresNotLogged,
                    failure);
            failuresNotLogged = 0;
        } catch (OutOfMemoryError e) {
            failuresNotLogged++;
        }
    }

    private boolean awaitNextRun() {
        synchronized (monitor) {
            long deadline = System.nanoTime() + PERIOD_MILLIS * 1_000_000;
            long rest = PERIOD_MILLIS;
            while (!stopped && rest > 0) {
                try {
                    monitor.wait(rest);
                } catch (InterruptedException e) {
                    // nobody but close() has a reason to end this thread
                    LOG.debug("maintenance thread interrupted");
                }
                rest = (deadline - System.nanoTime()) / 1_000_000;
            }
            return !stopped;
        }
    }

    @Override
    public void close() {
        synchronized (monitor) {
            stopped = true;
            monitor.notifyAll();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "maintenance thread is still busy, probably in a removal listener, and ends after it: thread={}",
                    thread.getName());
        }
    }
}
