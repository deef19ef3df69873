package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** What all nodes of a client share. */
final class ClientContext {
    private final ClientSettings settings;
    private final Connector connector;
    private final IoThread io;
    private final Connection.Limits limits;
    private final ThreadFactory threads;
    private final AtomicLong epochs = new AtomicLong();

    ClientContext(ClientSettings settings, Connector connector, IoThread io, ThreadFactory threads) {
        this.settings = settings;
        this.connector = connector;
        this.io = io;
        this.threads = threads;
        this.limits =
                new Connection.Limits(settings.maxInFlight(), settings.maxBufferedBytes(), settings.maxValueLength());
    }

    ClientSettings settings() {
        return settings;
    }

    String name() {
        return settings.name();
    }

    Connector connector() {
        return connector;
    }

    IoThread io() {
        return io;
    }

    Connection.Limits limits() {
        return limits;
    }

    /** Returns how old the oldest unanswered request of a connection may become, in nanoseconds. */
    long stallTimeout() {
        return settings.stallTimeout().toNanos();
    }

    /** Returns how long a connection may be unused, in nanoseconds, 0 for ever. */
    long idleTimeout() {
        return settings.idleTimeout().toNanos();
    }

    /** Returns a thread for a task that may block, not started. */
    Thread newThread(Runnable task, String threadName) {
        Thread thread = threads.newThread(task);
        thread.setName(threadName);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns a number for one connection's tokens, or for the first connections to one node. */
    long nextEpoch() {
        return epochs.getAndIncrement();
    }
}
