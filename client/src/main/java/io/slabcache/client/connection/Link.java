package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One of a node's connections, or the place for it, with the attempts to make it. Guarded by the node's lock where nothing
 * else is said.
 */
final class Link {
    /* Implementation notes

    Connecting blocks, so each attempt has a thread of its own, which lives as long as the attempt. Whatever ends the
    attempt is told to the node: one that nobody heard of would be the last one.

    A link that was closed for idleness is no fault: the next operation has it connected again, and waits. */

    private final ClientContext context;
    private final NodeAddress address;
    private final long firstEpoch;
    private final Owner owner;
    private final Backoff backoff = new Backoff(System.nanoTime());

    private volatile @Nullable Connection connection;

    /** The thread of the attempt that is under way. */
    private @Nullable Thread attempt;

    /** The thread of the last attempt. It lives on for a moment after it has told the node how that ended. */
    private @Nullable Thread lastThread;

    /** Whether it is closed only because it was not used. */
    private boolean idle;

    /** Whether there was a connection before. Written and read by the threads of attempts, one after the other. */
    private boolean used;

    /** What hears how attempts and connections end. None of it is called under the node's lock, save failed. */
    interface Owner {
        void established(Link link, Connection connection);

        void failed(Link link, Throwable cause);

        void lost(Link link, Connection connection);
    }

    /**
     * Creates a place for a connection, for which an attempt is due.
     *
     * @param firstEpoch of the first connection's tokens
     */
    Link(ClientContext context, NodeAddress address, long firstEpoch, Owner owner) {
        this.context = context;
        this.address = address;
        this.firstEpoch = firstEpoch;
        this.owner = owner;
    }

    /** Returns the connection, open or not, null if there is none. For any thread. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Returns the connection if it is open. For any thread. */
    @Nullable
    Connection openConnection() {
        Connection current = connection;
        return current != null && !current.isClosed() ? current : null;
    }

    @Nullable
    Thread attempt() {
        return attempt;
    }

    /** Returns the thread of the last attempt, which may have ended, null if there was none. */
    @Nullable
    Thread lastThread() {
        return lastThread;
    }

    /** Begins an attempt if one is due. */
    void connectIfDue(long now) {
        if (connection == null && attempt == null && !idle && backoff.isDue(now)) {
            begin();
        }
    }

    /** Begins an attempt if the connection was closed for idleness. */
    void connectIfIdle() {
        if (idle) {
            idle = false;
            begin();
        }
    }

    private void begin() {
        Thread thread = context.newThread(this::connect, context.name() + "-connect-" + address);
        try {
            thread.start();
        } catch (RuntimeException | Error e) {
            // For want of memory or of threads, which may be better later.
            owner.failed(this, e);
            return;
        }
        // It waits for the lock before it says that it has ended.
        attempt = thread;
        lastThread = thread;
    }

    /** Takes what an attempt has made. */
    void connected(Connection made, long now) {
        attempt = null;
        connection = made;
        backoff.connected(now);
    }

    /** Forgets the attempt, which has failed or was in vain. */
    void notConnected(long now) {
        attempt = null;
        backoff.failed(now);
    }

    /** Forgets the connection, which has ended by itself. */
    void disconnected(long now) {
        connection = null;
        backoff.lost(now);
    }

    /** Forgets the connection, which nobody uses. */
    void retired(long now) {
        connection = null;
        idle = true;
        backoff.retired(now);
    }

    /** What the thread of an attempt does. */
    private void connect() {
        Connection made;
        try {
            made = make();
        } catch (Throwable e) {
            owner.failed(this, e);
            return;
        }
        used = true;
        owner.established(this, made);
    }

    private Connection make() throws IOException {
        Connector.Connected connected = context.connector().connect(address);
        try {
            return new Connection(
                    connected,
                    context.limits(),
                    CasTokens.mask(used ? context.nextEpoch() : firstEpoch),
                    context.io(),
                    closed -> owner.lost(this, closed));
        } catch (IOException | RuntimeException | Error e) {
            connected.transport().close();
            throw e;
        }
    }
}
