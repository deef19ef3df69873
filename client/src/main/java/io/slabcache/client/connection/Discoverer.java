package io.slabcache.client.connection;

import io.slabcache.client.Discovery;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a client's discovery for its nodes, each time on a thread of its own: at the beginning, then each interval, and soon
 * again as long as it has told nothing. Thread-safe.
 */
final class Discoverer {
    private static final Logger LOG = LoggerFactory.getLogger(Discoverer.class);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final ClientContext context;
    private final Discovery discovery;
    private final Installer installer;
    private final long interval;
    private final ReentrantLock lock = new ReentrantLock();

    /** Why the discovery told nothing. Guarded by the lock. */
    private @Nullable Throwable failure;

    /** The thread that asks. Guarded by the lock. */
    private @Nullable Thread asking;

    /** When to ask again, unless that is over. Guarded by the lock. */
    private long next = System.nanoTime();

    /** Whether the nodes are known for good. Guarded by the lock. */
    private boolean over;

    /** Whether the nodes were ever told. Guarded by the lock. */
    private boolean told;

    /** Makes the nodes be those that were told. */
    interface Installer {
        void install(List<Discovery.Node> members);
    }

    Discoverer(ClientContext context, Installer installer) {
        this.context = context;
        this.discovery = context.settings().discovery();
        this.installer = installer;
        this.interval = TimeUnit.NANOSECONDS.convert(discovery.interval());
    }

    /** Asks at once, for a discovery that needs no waiting and tells the same each time. */
    void askOnce() throws IOException {
        installer.install(discovery.nodes());
        end();
    }

    /** Asks if it is time to. */
    void tick(long now) {
        lock.lock();
        try {
            if (over || asking != null || now - next < 0) {
                return;
            }
            // It waits for the lock before it says that it has ended.
            Thread thread = context.newThread(this::ask, context.name() + "-discovery");
            try {
                thread.start();
                asking = thread;
            } catch (RuntimeException | Error e) {
                // For want of memory or of threads, which may be better later.
                ended(e);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What the thread does. */
    private void ask() {
        Throwable caught = null;
        try {
            installer.install(discovery.nodes());
        } catch (Throwable e) {
            caught = e;
        }
        lock.lock();
        try {
            asking = null;
            ended(caught);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void ended(@Nullable Throwable caught) {
        if (caught != null && failure == null && !over) {
            LOG.warn("discovery failed, nodes stay as they are: client={}", context.name(), caught);
        } else if (caught == null && failure != null) {
            LOG.info("discovery works again: client={}", context.name());
        }
        failure = caught;
        told |= caught == null;
        over |= told && interval == 0;
        next = System.nanoTime() + (told ? interval : RETRY);
    }

    /** Returns why the discovery told nothing when it was asked last, null if it told or was not asked. */
    @Nullable
    Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Asks no more. Returns the thread that still does, if there is one. */
    @Nullable
    Thread end() {
        lock.lock();
        try {
            over = true;
            return asking;
        } finally {
            lock.unlock();
        }
    }
}
