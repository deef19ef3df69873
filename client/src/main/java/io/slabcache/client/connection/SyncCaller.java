package io.slabcache.client.connection;

import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import org.jspecify.annotations.Nullable;

/** Carries out single operations for callers that wait: finds the node, sends, waits, tries again where that is right. */
final class SyncCaller {
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
    NodeAddress call(Request request, @Nullable NodeAddress fixed, long timeout) {
        requireMayWait();
        try {
            return callUntilAnswered(request, fixed, timeout);
        } catch (MemcachedException e) {
            throw request.mayHaveRun ? Failures.outcomeUnknown(e) : e;
        }
    }

    private NodeAddress callUntilAnswered(Request request, @Nullable NodeAddress fixed, long timeout) {
        long deadline = System.nanoTime() + timeout;
        boolean retried = false;
        while (true) {
            Topology topology = cluster.topology(deadline);
            Node node = fixed == null ? cluster.nodeFor(topology, request) : requireNode(topology, fixed);
            Connection connection = node.connection(request.key());
            if (connection == null) {
                connection = awaitConnection(node, request, deadline, timeout, fixed == null);
                if (connection == null) {
                    continue;
                }
            }
            MemcachedException refusal = request.refusal(node.address(), connection.maxItemSize());
            if (refusal != null) {
                throw refusal;
            }
            Thread caller = Thread.currentThread();
            request.prepare(caller, !ThreadKind.isVirtual(caller), null, deadline);
            int appended = connection.append(request);
            if (appended == Connection.CLOSED) {
                if (request.mayHaveRun && cluster.isClosed()) {
                    throw Failures.lost(request.opcode(), node.address(), true, connection.closeCause());
                }
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
            request.mayHaveRun |= request.sent && !request.isRetrieval();
            if (failureMode != FailureMode.RETRY_IDEMPOTENT
                    || retried
                    || !request.isRepeatable()
                    || cluster.isClosed()) {
                throw Failures.lost(request.opcode(), node.address(), request.mayHaveRun, request.failure);
            }
            retried = true;
        }
    }

    /** Returns null if the node has turned out to be down and another may stand in for it. */
    private @Nullable Connection awaitConnection(
            Node node, Request request, long deadline, long timeout, boolean anyNode) {
        boolean patient = failureMode == FailureMode.RETRY_IDEMPOTENT && request.isRepeatable();
        boolean replaceable = anyNode
                && (failureMode == FailureMode.GUTTER || failureMode == FailureMode.REDISTRIBUTE)
                && !node.isDown();
        try {
            return node.awaitConnection(request.key(), request.opcode(), deadline, timeout, patient);
        } catch (NodeUnavailableException e) {
            if (replaceable && node.isDown()) {
                return null;
            }
            throw e;
        }
    }

    /** Carries out a bulk operation, whose plan then has what became of it. */
    BulkPlan run(BulkPlan plan, @Nullable NodeAddress fixed, long timeout) {
        requireMayWait();
        new SyncBulk(plan, cluster, failureMode, timeout).run(fixed);
        return plan;
    }

    void requireMayWait() {
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

    static Node requireNode(Topology topology, NodeAddress address) {
        Node node = topology.node(address);
        if (node == null) {
            throw new IllegalArgumentException(
                    "node must be one of the client's: node=" + address + ", nodes=" + topology.addresses());
        }
        return node;
    }

    static MemcachedException abandoned(Request request, Node node, Connection connection, long timeout) {
        boolean unknown = !request.isRetrieval() && connection.mayReachNode(request);
        if (Thread.currentThread().isInterrupted()) {
            return Failures.interrupted(request.opcode(), node.address(), unknown);
        }
        node.countTimeout();
        return Failures.timedOut(request.opcode(), node.address(), timeout, unknown);
    }
}
