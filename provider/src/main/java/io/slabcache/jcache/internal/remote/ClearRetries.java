package io.slabcache.jcache.internal.remote;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a clear to the nodes that were away when it was called, though nobody uses the cache meanwhile. It has a thread
 * only while there is such a node. Safe for use by several threads.
 */
final class ClearRetries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClearRetries.class);

    /** A node that is down is not asked, so that an attempt costs next to nothing. */
    private static final long PAUSE_MILLIS = 250;

    /** The caches that have nodes left. Guarded by this. */
    private final Set<Generations> waiting = new HashSet<>();

    /** Guarded by this. */
    private @Nullable Thread thread;

    /** Guarded by this. */
    private boolean closed;

    /** Tries until no node of a cache is behind, or the manager is closed. */
    synchronized void add(Generations generations) {
        if (closed) {
            return;
        }
        waiting.add(generations);
        if (thread == null) {
            Thread started = new Thread(this::run, "slabcache-clear");
            started.setDaemon(true);
            // The thread that cleared may have been an application's.
            started.setContextClassLoader(ClearRetries.class.getClassLoader());
            started.start();
            thread = started;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            for (List<Generations> next = take(); !next.isEmpty(); next = take()) {
                next.forEach(this::attempt);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("closed while nodes have not heard of a clear");
        }
    }

    /** Returns what is to be tried, and forgets it; nothing if the thread is to end. */
    private synchronized List<Generations> take() {
        List<Generations> taken = closed ? List.of() : List.copyOf(waiting);
        waiting.clear();
        if (taken.isEmpty()) {
            thread = null;
        }
        return taken;
    }

    private void attempt(Generations generations) {
        try {
            if (!generations.enforce()) {
                add(generations);
            }
        } catch (RuntimeException e) {
            LOG.warn("a clear is not brought to the nodes that were away", e);
        }
    }
}
