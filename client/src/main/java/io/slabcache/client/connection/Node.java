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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node with its connections, and how the client stands with it. */
final class Node implements Link.Owner {
    /* Implementation notes

    Attempts to connect are begun by the I/O thread's tick, and by callers that wait. An attempt that ends after the node
    was closed finds that under the lock and closes what it has made. */

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

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
    private final WaitingSends waiting;

    /** Guarded by the lock, save what says otherwise. */
    private final NodeStatistics statistics = new NodeStatistics();

    Node(ClientContext context, NodeAddress address, int connections) {
        this.context = context;
        this.address = address;
        this.waiting = new WaitingSends(context.limits().maxInFlight());
        this.links = new Link[connections];
        long firstEpoch = context.nextEpoch();
        Arrays.setAll(links, i -> new Link(context, address, firstEpoch, this));
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
        Connection connection = links[preferred].openConnection();
        return connection == null ? anyConnection() : connection;
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
            Connection connection = link.openConnection();
            if (connection != null) {
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
                    statistics.countRejection();
                    throw Failures.unavailable(opcode, address, lastFailure);
                }
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    statistics.countTimeout();
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
     * Runs something once the node is connected, down or closed, or when a deadline has passed.
     *
     * @param patient whether to wait also while the node is down
     */
    WaitingSends.Admission whenChanged(Runnable task, long deadline, boolean patient) {
        lock.lock();
        try {
            if (anyConnection() != null) {
                return WaitingSends.Admission.NOT_NEEDED;
            }
            // Which may end at once, with the node down.
            reconnectIdle();
            if (state == NodeState.CLOSED || (state == NodeState.DOWN && !patient)) {
                return WaitingSends.Admission.NOT_NEEDED;
            }
            return waiting.add(task, deadline, patient);
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
        if (state != NodeState.CLOSED) {
            for (Link link : links) {
                link.connectIfIdle();
            }
        }
    }

    /** Looks after what is late. */
    void tick(long now) {
        connect(now);
        execute(takeExpired(now));
        for (Link link : links) {
            Connection connection = link.connection();
            if (connection != null) {
                connection.endOverdue(now);
                connection.watchWhileIdle();
                connection.checkStall(now, context.stallTimeout());
                if (context.idleTimeout() > 0 && now - connection.lastUse() > context.idleTimeout()) {
                    closeIdle(link, connection, now);
                }
            }
        }
    }

    private List<Runnable> takeExpired(long now) {
        lock.lock();
        try {
            return waiting.takeExpired(now);
        } finally {
            lock.unlock();
        }
    }

    private void execute(List<Runnable> tasks) {
        tasks.forEach(context.io()::execute);
    }

    private void closeIdle(Link link, Connection connection, long now) {
        lock.lock();
        try {
            if (link.connection() != connection || !connection.retire()) {
                return;
            }
            link.retired(now);
            statistics.keep(connection);
        } finally {
            lock.unlock();
        }
        connection.close(new IOException("connection was not used"));
    }

    /** Begins attempts that are due. */
    private void connect(long now) {
        lock.lock();
        try {
            if (state != NodeState.CLOSED) {
                for (Link link : links) {
                    link.connectIfDue(now);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void established(Link link, Connection connection) {
        List<Runnable> tasks = List.of();
        boolean late = false;
        lock.lock();
        try {
            if (state == NodeState.CLOSED) {
                late = true;
                link.notConnected(System.nanoTime());
            } else {
                statistics.connects++;
                context.io().execute(() -> register(connection));
                link.connected(connection, System.nanoTime());
                tasks = enter(NodeState.UP, null);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            connection.close(new IOException("node is not used any more"));
        }
        execute(tasks);
    }

    private void register(Connection connection) {
        try {
            connection.register(context.io().selector());
        } catch (IOException | RuntimeException e) {
            connection.close(e);
        }
    }

    @Override
    public void failed(Link link, Throwable cause) {
        List<Runnable> tasks;
        lock.lock();
        try {
            link.notConnected(System.nanoTime());
            statistics.connectFailures++;
            if (state == NodeState.CLOSED) {
                return;
            }
            if (cause instanceof Error && !(lastFailure instanceof Error)) {
                LOG.error("attempt to connect met a fault: client={}, node={}", context.name(), address, cause);
            }
            lastFailure = cause;
            tasks = anyConnection() == null ? enter(NodeState.DOWN, cause) : List.of();
        } finally {
            lock.unlock();
        }
        execute(tasks);
    }

    @Override
    public void lost(Link link, Connection connection) {
        List<Runnable> tasks = List.of();
        lock.lock();
        try {
            if (link.connection() == connection) {
                link.disconnected(System.nanoTime());
                statistics.keep(connection);
                Throwable cause = connection.closeCause();
                if (state != NodeState.CLOSED) {
                    statistics.connectionLosses++;
                    lastFailure = cause;
                    if (anyConnection() == null) {
                        tasks = enter(NodeState.DOWN, cause);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        execute(tasks);
        // The selector has to let go of the channel before the socket is closed.
        context.io().wakeUp();
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
        return next == NodeState.DOWN ? waiting.takeImpatient() : waiting.takeAll();
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
                Connection connection = link.connection();
                if (connection != null) {
                    open.add(connection);
                }
                Thread attempt = link.attempt();
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
        execute(tasks);
    }

    /** Waits for the threads of attempts, also of those that are just ending. */
    void join(long deadline) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        lock.lock();
        try {
            for (Link link : links) {
                Thread thread = link.lastThread();
                // What waits for a connection may run on such a thread, and close the client.
                if (thread != null && thread != Thread.currentThread()) {
                    threads.add(thread);
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
        statistics.countTimeout();
    }

    void countRejection() {
        statistics.countRejection();
    }

    NodeMetrics metrics() {
        lock.lock();
        try {
            return statistics.metrics(address, state, links);
        } finally {
            lock.unlock();
        }
    }
}
