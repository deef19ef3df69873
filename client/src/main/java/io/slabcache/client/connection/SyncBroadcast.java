package io.slabcache.client.connection;

import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts one question to several nodes for a caller that waits: writes to all first, then waits for each. */
final class SyncBroadcast<R extends Request, T> {
    private final SyncCaller caller;
    private final Cluster cluster;
    private final boolean retries;
    private final Supplier<R> question;
    private final Meaning<R, T> meaning;
    private final long timeout;
    private final long deadline;
    private final SentRequests sent = new SentRequests();

    /** Says what an answered request means. */
    interface Meaning<R extends Request, T> {
        /** Returns the result, or throws a {@link MemcachedException} if the answer is an error. */
        T of(R request, NodeAddress node);
    }

    /** A node's part of it. */
    private static final class Part<R extends Request> {
        final Node node;
        final R request;

        /** Set when the request is appended. */
        @Nullable
        Connection connection;

        /** Why it was not appended. */
        @Nullable
        MemcachedException failure;

        Part(Node node, R request) {
            this.node = node;
            this.request = request;
        }
    }

    SyncBroadcast(
            SyncCaller caller, FailureMode failureMode, Supplier<R> question, Meaning<R, T> meaning, long timeout) {
        this.caller = caller;
        this.cluster = caller.cluster();
        this.retries = failureMode == FailureMode.RETRY_IDEMPOTENT;
        this.question = question;
        this.meaning = meaning;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout;
    }

    /**
     * Asks, and returns the answers by their nodes.
     *
     * @param fixed the only node to ask, null for all
     * @throws MemcachedException if a node does not answer, after all have been asked
     */
    Map<NodeAddress, T> ask(@Nullable NodeAddress fixed) {
        caller.requireMayWait();
        Topology topology = cluster.topology(deadline);
        List<Node> nodes = fixed == null ? topology.nodes() : List.of(SyncCaller.requireNode(topology, fixed));
        List<Part<R>> parts = new ArrayList<>();
        List<Part<R>> unconnected = new ArrayList<>();
        for (Node node : nodes) {
            Part<R> part = new Part<>(node, question.get());
            parts.add(part);
            Connection connection = node.connection(part.request.key());
            if (connection == null || !send(part, connection)) {
                unconnected.add(part);
            }
        }
        for (Part<R> part : unconnected) {
            sent.haveServed();
            sendOnceConnected(part);
        }
        sent.await(deadline);
        return collect(parts);
    }

    private void sendOnceConnected(Part<R> part) {
        Request request = part.request;
        boolean done = false;
        while (!done) {
            try {
                Connection connection =
                        part.node.awaitConnection(request.key(), request.opcode(), deadline, timeout, retries);
                done = send(part, connection);
            } catch (MemcachedException e) {
                part.failure = e;
                done = true;
            }
        }
    }

    /** Returns false if the connection was closed before. */
    private boolean send(Part<R> part, Connection connection) {
        Thread thread = Thread.currentThread();
        part.request.prepare(thread, !ThreadKind.isVirtual(thread), null, deadline, Request.PENDING);
        int appended = connection.append(part.request);
        if (appended == Connection.APPENDED) {
            part.connection = connection;
            sent.add(part.request, connection);
        } else if (appended == Connection.FULL) {
            part.node.countRejection();
            part.failure = Failures.overloaded(part.request.opcode(), part.node.address());
        }
        return appended != Connection.CLOSED;
    }

    private Map<NodeAddress, T> collect(List<Part<R>> parts) {
        Map<NodeAddress, T> answers = new LinkedHashMap<>();
        MemcachedException first = null;
        for (Part<R> part : parts) {
            try {
                answers.put(part.node.address(), answer(part));
            } catch (MemcachedException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return answers;
    }

    private T answer(Part<R> part) {
        R request = part.request;
        NodeAddress address = part.node.address();
        Connection connection = part.connection;
        MemcachedException failure = part.failure;
        if (failure != null || connection == null) {
            throw failure == null ? Failures.unavailable(request.opcode(), address, null) : failure;
        }
        request.abandon();
        if (request.state() == Request.ABANDONED) {
            throw SyncCaller.abandoned(request, part.node, connection, timeout);
        }
        if (request.state() == Request.FAILED) {
            request.mayHaveRun = request.sent && !request.isRetrieval();
            if (!retries || !request.isRepeatable() || cluster.isClosed()) {
                throw Failures.lost(request.opcode(), address, request.mayHaveRun, request.failure);
            }
            caller.call(request, address, Math.max(1, deadline - System.nanoTime()));
        }
        return meaning.of(request, address);
    }
}
