package io.slabcache.client.connection;

import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.NodeState;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node with its connections: makes them, makes them again, and tells how the client stands with the node. */
final class Node {
    /* Implementation notes

    Connecting blocks, so each attempt has a thread of its own, which lives as long as the attempt. Attempts are begun by
    the I/O thread's tick. An attempt that ends after the node was closed finds that under the lock and closes what it has
    made.

    A link that was closed for idleness is no fault: the next operation has it connected again, and waits. */

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_DOUBLINGS = 5;

    private final ClientContext context;
    private final NodeAddress address;
    private final Link[] links;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Written under the lock. */
    private volatile NodeState state = NodeState.CONNECTING;

    /** Why there is no connection. Guarded by the lock. */
    private @Nullable Throwable lastFailure;

    /** What asynchronous operations do once the node is connected or down. Guarded by the lock. */
    private List<Runnable> waiting = new ArrayList<>();

    private final LongAdder timeouts = new LongAdder();
    private final LongAdder rejections = new LongAdder();

    /** Guarded by the lock. */
    private long connects;

    /** Guarded by the lock. */
    private long connectFailures;

    /** Guarded by the lock. */
    private long connectionLosses;

    /** What connections have counted that are closed. Guarded by the lock. */
    private final NodeCounters formerCounters = new NodeCounters();

    /** Bytes that were sent over connections that are closed. Guarded by the lock. */
    private long formerBytesWritten;

    /** One of the node's connections, or the place for it. */
    private static final class Link {
        /** Written under the node's lock. */
        volatile @Nullable Connection connection;

        /** The thread of the attempt that is under way. Guarded by the node's lock. */
        @Nullable
        Thread attempt;

        /** Whether it is closed only because it was not used. Guarded by the node's lock. */
        boolean idle;

        /** Attempts that failed since the last connection. Guarded by the node's lock. */
        int failures;

        /** When to try again, by {@link System#nanoTime}. Guarded by the node's lock. */
        long nextAttempt = System.nanoTime();

        /** Whether there was a connection before. Guarded by the node's lock. */
        boolean used;
    }

    /** The epoch of the node's first connections. */
    private final long firstEpoch;

    Node(ClientContext context, NodeAddress address, int connections) {
        this.context = context;
        this.address = address;
        this.links = new Link[connections];
        Arrays.setAll(links, i -> new Link());
        this.firstEpoch = context.nextEpoch();
    }

    NodeAddress address() {
        return address;
    }

    NodeState state() {
        return state;
    }

    boolean isDown() {
        return state == NodeState.DOWN && anyConnection() == null;
    }

    /** Returns the open connection for a key, or another open one, or null if there is none. */
    @Nullable
    Connection connection(byte[] key) {
        return connection(linkOf(key));
    }

    /** Returns an open connection, if there is one the preferred one. */
    @Nullable
    Connection connection(int preferred) {
        Connection connection = links[preferred].connection;
        return connection != null && !connection.isClosed() ? connection : anyConnection();
    }

    /** Returns which connection a key's operations use. */
    int linkOf(byte[] key) {
        return links.length == 1 ? 0 : Math.floorMod(spread(Arrays.hashCode(key)), links.length);
    }

    int linkCount() {
        return links.length;
    }

    private static int spread(int hash) {
        return (hash * 0x9e3779b9) >>> 16;
    }

    private @Nullable Connection anyConnection() {
        for (Link link : links) {
            Connection connection = link.connection;
            if (connection != null && !connection.isClosed()) {
                return connection;
            }
        }
        return null;
    }

    /**
     * Waits for a connection.
     *
     * @param patient whether to wait also while the node is down
     * @throws MemcachedException if the node is down, the deadline passes or the caller is interrupted
     */
    Connection awaitConnection(byte[] key, Opcode opcode, long deadline, long timeout, boolean patient) {
        lock.lock();
        try {
            while (true) {
                Connection connection = connection(key);
                if (connection != null) {
                    return connection;
                }
                reconnectIdle();
                // The I/O thread does so too, unless it is kept busy by what users have it do.
                connect(System.nanoTime());
                if (state == NodeState.CLOSED || (state == NodeState.DOWN && !patient)) {
                    rejections.increment();
                    throw Failures.unavailable(opcode, address, lastFailure);
                }
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    timeouts.increment();
                    throw state == NodeState.DOWN
                            ? Failures.unavailable(opcode, address, lastFailure)
                            : Failures.timedOut(opcode, address, timeout, false);
                }
                changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted(opcode, address, false);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs something once the node is connected, down or closed, or at the next tick.
     *
     * @param patient whether to wait also while the node is down
     * @return false if the node is in such a state already, so that there is nothing to wait for
     */
    boolean whenChanged(Runnable task, boolean patient) {
        lock.lock();
        try {
            if (anyConnection() != null || state == NodeState.CLOSED || (state == NodeState.DOWN && !patient)) {
                return false;
            }
            reconnectIdle();
            waiting.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Throwable lastFailure() {
        lock.lock();
        try {
            return lastFailure;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void reconnectIdle() {
        for (Link link : links) {
            if (link.idle) {
                link.idle = false;
                link.nextAttempt = System.nanoTime();
                begin(link);
            }
        }
    }

    /** Looks after what is late. */
    void tick(long now) {
        connect(now);
        takeWaiting().forEach(Runnable::run);
        for (Link link : links) {
            Connection connection = link.connection;
            if (connection != null) {
                connection.endOverdue(now);
                connection.watchWhileIdle();
                connection.checkStall(now, context.stallTimeout());
                if (context.idleTimeout() > 0 && now - connection.lastUse() > context.idleTimeout()) {
                    closeIdle(link, connection);
                }
            }
        }
    }

    private void closeIdle(Link link, Connection connection) {
        lock.lock();
        try {
            if (link.connection != connection || !connection.retire()) {
                return;
            }
            link.connection = null;
            link.idle = true;
            keepCounters(connection);
        } finally {
            lock.unlock();
        }
        connection.close(new IOException("connection was not used"));
    }

    private List<Runnable> takeWaiting() {
        lock.lock();
        try {
            List<Runnable> tasks = waiting;
            waiting = new ArrayList<>();
            return tasks;
        } finally {
            lock.unlock();
        }
    }

    /** Begins attempts that are due. */
    private void connect(long now) {
        lock.lock();
        try {
            for (Link link : links) {
                if (link.connection == null && !link.idle && now - link.nextAttempt >= 0) {
                    begin(link);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void begin(Link link) {
        if (link.attempt != null || link.connection != null || state == NodeState.CLOSED) {
            return;
        }
        Thread thread = new Thread(() -> attempt(link), context.name() + "-connect-" + address);
        thread.setDaemon(true);
        // It waits for the lock before it says that it has ended; one that cannot be started is none.
        thread.start();
        link.attempt = thread;
    }

    private void attempt(Link link) {
        Connection connection;
        try {
            Connector.Connected connected = context.connector().connect(address);
            try {
                connection = new Connection(
                        connected,
                        context.limits(),
                        CasTokens.mask(epoch(link)),
                        context.io(),
                        closed -> lost(link, closed));
            } catch (IOException | RuntimeException e) {
                connected.transport().close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            failed(link, e);
            return;
        }
        established(link, connection);
    }

    private long epoch(Link link) {
        lock.lock();
        try {
            return link.used ? context.nextEpoch() : firstEpoch;
        } finally {
            lock.unlock();
        }
    }

    private void established(Link link, Connection connection) {
        List<Runnable> tasks;
        lock.lock();
        try {
            link.attempt = null;
            if (state == NodeState.CLOSED) {
                tasks = List.of();
            } else {
                connects++;
                link.failures = 0;
                link.used = true;
                context.io().execute(() -> register(connection));
                link.connection = connection;
                tasks = enter(NodeState.UP, null);
            }
        } finally {
            lock.unlock();
        }
        if (state == NodeState.CLOSED) {
            connection.close(new IOException("node is not used any more"));
        }
        tasks.forEach(context.io()::execute);
    }

    private void register(Connection connection) {
        try {
            connection.register(context.io().selector());
        } catch (IOException | RuntimeException e) {
            connection.close(e);
        }
    }

    private void failed(Link link, Exception cause) {
        List<Runnable> tasks;
        lock.lock();
        try {
            link.attempt = null;
            connectFailures++;
            scheduleAttempt(link);
            if (state == NodeState.CLOSED) {
                return;
            }
            lastFailure = cause;
            tasks = anyConnection() == null ? enter(NodeState.DOWN, cause) : List.of();
        } finally {
            lock.unlock();
        }
        tasks.forEach(context.io()::execute);
    }

    private void lost(Link link, Connection connection) {
        List<Runnable> tasks = List.of();
        lock.lock();
        try {
            if (link.connection == connection) {
                link.connection = null;
                keepCounters(connection);
                Throwable cause = connection.closeCause();
                if (state != NodeState.CLOSED) {
                    connectionLosses++;
                    lastFailure = cause;
                    scheduleAttempt(link);
                    if (anyConnection() == null) {
                        tasks = enter(NodeState.DOWN, cause);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        tasks.forEach(context.io()::execute);
        // The selector has to let go of the channel before the socket is closed.
        context.io().wakeUp();
    }

    /** Under the lock. */
    private void scheduleAttempt(Link link) {
        long delay = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(link.failures, MAX_DOUBLINGS));
        link.failures++;
        link.nextAttempt =
                System.nanoTime() + delay - ThreadLocalRandom.current().nextLong(delay / 4);
    }

    /** Under the lock. Returns what has to be run outside of it. */
    private List<Runnable> enter(NodeState next, @Nullable Throwable cause) {
        NodeState last = state;
        state = next;
        changed.signalAll();
        if (last != next) {
            if (next == NodeState.DOWN) {
                LOG.warn("node is down: client={}, node={}, cause={}", context.name(), address, String.valueOf(cause));
            } else if (next == NodeState.UP) {
                LOG.info("node is up: client={}, node={}", context.name(), address);
            }
        }
        return takeWaiting();
    }

    /** Under the lock. */
    private void keepCounters(Connection connection) {
        NodeCounters counters = connection.counters();
        formerCounters.requests += counters.requests;
        formerCounters.hits += counters.hits;
        formerCounters.misses += counters.misses;
        formerCounters.serverErrors += counters.serverErrors;
        formerCounters.bytesRead += counters.bytesRead;
        formerBytesWritten += connection.bytesWritten();
    }

    /** Closes the connections and makes no more. */
    void close() {
        List<Connection> open = new ArrayList<>();
        List<Runnable> tasks;
        lock.lock();
        try {
            if (state == NodeState.CLOSED) {
                return;
            }
            tasks = enter(NodeState.CLOSED, null);
            for (Link link : links) {
                Connection connection = link.connection;
                if (connection != null) {
                    open.add(connection);
                }
                Thread attempt = link.attempt;
                if (attempt != null) {
                    attempt.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
        for (Connection connection : open) {
            connection.close(new IOException("node is not used any more"));
        }
        tasks.forEach(context.io()::execute);
    }

    /** Waits for the threads of attempts that are under way. */
    void join(long deadline) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        lock.lock();
        try {
            for (Link link : links) {
                Thread attempt = link.attempt;
                if (attempt != null) {
                    threads.add(attempt);
                }
            }
        } finally {
            lock.unlock();
        }
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
    }

    void countTimeout() {
        timeouts.increment();
    }

    void countRejection() {
        rejections.increment();
    }

    NodeMetrics metrics() {
        lock.lock();
        try {
            long requests = formerCounters.requests;
            long hits = formerCounters.hits;
            long misses = formerCounters.misses;
            long serverErrors = formerCounters.serverErrors;
            long bytesRead = formerCounters.bytesRead;
            long bytesWritten = formerBytesWritten;
            int connections = 0;
            int inFlight = 0;
            for (Link link : links) {
                Connection connection = link.connection;
                if (connection != null) {
                    NodeCounters counters = connection.counters();
                    connections++;
                    inFlight += connection.inFlight().size();
                    requests += counters.requests;
                    hits += counters.hits;
                    misses += counters.misses;
                    serverErrors += counters.serverErrors;
                    bytesRead += counters.bytesRead;
                    bytesWritten += connection.bytesWritten();
                }
            }
            return new NodeMetrics(
                    address,
                    state,
                    connections,
                    inFlight,
                    requests,
                    hits,
                    misses,
                    timeouts.sum(),
                    rejections.sum(),
                    serverErrors,
                    connects,
                    connectFailures,
                    connectionLosses,
                    bytesRead,
                    bytesWritten);
        } finally {
            lock.unlock();
        }
    }
}
