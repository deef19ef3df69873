package io.slabcache.client.connection;

import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.OpcodeShape;
import org.jspecify.annotations.Nullable;

/** Carries out single operations for callers that wait: finds the node, sends, waits, tries again where that is right. */
final class SyncCaller {
    /** The longest time to live of what is stored on a gutter node, in seconds. */
    static final long GUTTER_TIME_TO_LIVE = 10;

    private final Cluster cluster;
    private final FailureMode failureMode;
    private final RequestPool pool = new RequestPool();

    SyncCaller(Cluster cluster, FailureMode failureMode) {
        this.cluster = cluster;
        this.failureMode = failureMode;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Returns a request to ask something with. */
    SingleRequest request() {
        return pool.take();
    }

    /** Takes an answered request back. */
    void done(SingleRequest request) {
        pool.give(request);
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @param fixed the node to ask, null for the key's
     * @return the node that has answered
     * @throws MemcachedException if there is no answer; the request must not be used any more
     */
    NodeAddress call(SingleRequest request, @Nullable NodeAddress fixed, long timeout) {
        requireMayWait();
        long deadline = System.nanoTime() + timeout;
        Topology topology = cluster.topology(deadline);
        boolean retried = false;
        while (true) {
            Node node = fixed == null ? nodeFor(topology, request) : requireNode(topology, fixed);
            Connection connection = node.connection(request.key());
            if (connection == null) {
                boolean patient = failureMode == FailureMode.RETRY_IDEMPOTENT && isRepeatable(request);
                connection = node.awaitConnection(request.key(), request.opcode(), deadline, timeout, patient);
            }
            checkSize(request, node, connection);
            Thread caller = Thread.currentThread();
            request.prepare(caller, !ThreadKind.isVirtual(caller), null, deadline);
            int appended = connection.append(request);
            if (appended == Connection.CLOSED) {
                cluster.requireOpen();
                continue;
            }
            if (appended == Connection.FULL) {
                node.countRejection();
                throw Failures.overloaded(request.opcode(), node.address());
            }
            connection.await(request);
            int state = request.state();
            if (state == Request.DONE) {
                return node.address();
            }
            if (state == Request.ABANDONED) {
                throw abandoned(request, node, connection, timeout);
            }
            boolean unknown = request.sent && !request.isRetrieval();
            if (failureMode != FailureMode.RETRY_IDEMPOTENT || retried || !isRepeatable(request)) {
                throw Failures.lost(request.opcode(), node.address(), unknown, request.failure);
            }
            retried = true;
        }
    }

    private void requireMayWait() {
        cluster.requireOpen();
        if (cluster.io().isCurrent()) {
            throw new IllegalStateException(
                    "a synchronous operation must not be called on the client's I/O thread: give what depends on a stage an"
                            + " executor, as thenApplyAsync does");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.interruptedAtEntry();
        }
    }

    private Node nodeFor(Topology topology, SingleRequest request) {
        byte[] key = request.key();
        Node node = topology.nodeOf(key);
        if (!node.isDown()) {
            return node;
        }
        if (failureMode == FailureMode.REDISTRIBUTE) {
            return topology.usableNodeOf(key);
        }
        if (failureMode == FailureMode.GUTTER) {
            Node gutter = cluster.gutterOf(key);
            if (gutter != null) {
                limitTimeToLive(request);
                return gutter;
            }
        }
        return node;
    }

    private static void limitTimeToLive(SingleRequest request) {
        OpcodeShape shape = request.opcode().shape();
        boolean hasExptime = shape == OpcodeShape.STORE
                || shape == OpcodeShape.TOUCH
                || shape == OpcodeShape.GET_AND_TOUCH
                || (shape == OpcodeShape.COUNTER && request.sentExptime() != Exptime.DO_NOT_CREATE);
        if (hasExptime && (request.sentExptime() == 0 || request.sentExptime() > GUTTER_TIME_TO_LIVE)) {
            request.limitExptime(GUTTER_TIME_TO_LIVE);
        }
    }

    static Node requireNode(Topology topology, NodeAddress address) {
        Node node = topology.node(address);
        if (node == null) {
            throw new IllegalArgumentException(
                    "node must be one of the client's: node=" + address + ", nodes=" + topology.addresses());
        }
        return node;
    }

    private static void checkSize(SingleRequest request, Node node, Connection connection) {
        OpcodeShape shape = request.opcode().shape();
        if (shape != OpcodeShape.STORE && shape != OpcodeShape.CONCATENATE) {
            return;
        }
        int clientFlags = shape == OpcodeShape.STORE ? request.sentFlags() : 0;
        int keyLength = request.key().length;
        int valueLength = request.sentValue().length;
        if (Failures.isTooLarge(keyLength, clientFlags, valueLength, connection.maxItemSize())) {
            throw Failures.tooLarge(
                    request.opcode(), node.address(), keyLength, clientFlags, valueLength, connection.maxItemSize());
        }
    }

    private static MemcachedException abandoned(SingleRequest request, Node node, Connection connection, long timeout) {
        boolean unknown = request.outputOffset < connection.bytesWritten() && !request.isRetrieval();
        if (Thread.currentThread().isInterrupted()) {
            return Failures.interrupted(request.opcode(), node.address(), unknown);
        }
        node.countTimeout();
        return Failures.timedOut(request.opcode(), node.address(), timeout, unknown);
    }

    /** Tells whether doing it twice leaves the node as doing it once. */
    static boolean isRepeatable(SingleRequest request) {
        Opcode opcode = request.opcode();
        return switch (opcode.shape()) {
            case GET, TOUCH, GET_AND_TOUCH, BARE, TEXT, FLUSH -> true;
            case STORE -> opcode == Opcode.SET && request.sentToken() == 0;
            case DELETE -> request.sentToken() == 0;
            default -> false;
        };
    }
}
