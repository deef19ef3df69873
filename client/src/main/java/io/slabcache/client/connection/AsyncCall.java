package io.slabcache.client.connection;

import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request for a caller that does not wait: finds the node, sends, tries again where that is right, and completes with
 * what the answer means. Between its steps it belongs to the connection, to a node's waiting list or to the I/O thread.
 */
final class AsyncCall<R extends Request, T extends @Nullable Object> extends CompletableFuture<T>
        implements Request.Completion {
    private final Cluster cluster;
    private final FailureMode failureMode;
    private final R request;
    private final Meaning<R, T> meaning;
    private final @Nullable NodeAddress fixed;
    private final long timeout;
    private final long deadline;
    private boolean retried;

    /** Set when the request is appended. */
    private @Nullable Node node;

    /** Set when the request is appended. */
    private @Nullable Connection connection;

    /** Says what an answered request means. */
    interface Meaning<R, T extends @Nullable Object> {
        /** Returns the result, or throws a {@link MemcachedException} if the answer is an error. */
        @Nullable
        T of(R request, NodeAddress node);
    }

    AsyncCall(
            Cluster cluster,
            FailureMode failureMode,
            R request,
            Meaning<R, T> meaning,
            @Nullable NodeAddress fixed,
            long timeout) {
        this.cluster = cluster;
        this.failureMode = failureMode;
        this.request = request;
        this.meaning = meaning;
        this.fixed = fixed;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout;
    }

    /** Sends the request, or sees to it that this is called again. */
    void send() {
        try {
            while (!trySend()) {
                // The connection was closed in between, or has come: look again.
            }
        } catch (RuntimeException | Error e) {
            // Whoever has this called again, a node or the I/O thread, could tell nobody.
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        Node asked = node;
        if (!request.mayHaveRun || asked == null) {
            completeExceptionally(failure);
        } else if (failure instanceof MemcachedException known) {
            completeExceptionally(Failures.outcomeUnknown(known));
        } else {
            completeExceptionally(Failures.lost(request.opcode(), asked.address(), true, failure));
        }
    }

    private boolean trySend() {
        cluster.requireOpen();
        Topology topology = cluster.topologyIfKnown();
        if (topology == null) {
            requireTime(null);
            return mustWait(cluster.whenKnown(this::send, deadline), null);
        }
        Node chosen = fixed == null ? cluster.nodeFor(topology, request) : SyncCaller.requireNode(topology, fixed);
        Connection open = chosen.connection(request.key());
        if (open == null) {
            return await(chosen);
        }
        MemcachedException refusal = request.refusal(chosen.address(), open.maxItemSize());
        if (refusal != null) {
            throw refusal;
        }
        node = chosen;
        connection = open;
        request.prepare(null, false, this, deadline);
        int appended = open.append(request);
        if (appended == Connection.CLOSED) {
            return false;
        }
        if (appended == Connection.FULL) {
            chosen.countRejection();
            throw Failures.overloaded(request.opcode(), chosen.address());
        }
        open.submitted(request);
        return true;
    }

    /** Returns false if there is nothing to wait for. */
    private boolean await(Node chosen) {
        boolean patient = failureMode == FailureMode.RETRY_IDEMPOTENT && request.isRepeatable();
        requireTime(chosen);
        if (mustWait(chosen.whenChanged(this::send, deadline, patient), chosen)) {
            return true;
        }
        if (chosen.connection(request.key()) == null) {
            chosen.countRejection();
            throw Failures.unavailable(request.opcode(), chosen.address(), chosen.lastFailure());
        }
        return false;
    }

    private boolean mustWait(WaitingSends.Admission admission, @Nullable Node chosen) {
        if (admission != WaitingSends.Admission.FULL) {
            return admission == WaitingSends.Admission.WAITS;
        }
        if (chosen == null) {
            throw cluster.tooManyWait();
        }
        chosen.countRejection();
        throw Failures.tooManyWait(request.opcode(), chosen.address());
    }

    private void requireTime(@Nullable Node chosen) {
        if (deadline - System.nanoTime() > 0) {
            return;
        }
        if (chosen == null) {
            throw cluster.nodesUnknown();
        }
        chosen.countTimeout();
        throw chosen.isDown()
                ? Failures.unavailable(request.opcode(), chosen.address(), chosen.lastFailure())
                : Failures.timedOut(request.opcode(), chosen.address(), timeout, false);
    }

    @Override
    public void ended(Request sameRequest) {
        Node asked = node;
        Connection used = connection;
        if (asked == null || used == null) {
            throw new IllegalStateException("a request must be sent before it ends: request=" + request.opcode());
        }
        switch (request.state()) {
            case Request.DONE -> answered(asked);
            case Request.FAILED -> lost(asked);
            default -> {
                asked.countTimeout();
                boolean unknown = !request.isRetrieval() && used.mayReachNode(request);
                fail(Failures.timedOut(request.opcode(), asked.address(), timeout, unknown));
            }
        }
    }

    private void answered(Node asked) {
        @Nullable T result;
        try {
            result = meaning.of(request, asked.address());
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        complete(result);
    }

    private void lost(Node asked) {
        request.mayHaveRun |= request.sent && !request.isRetrieval();
        if (failureMode == FailureMode.RETRY_IDEMPOTENT && !retried && request.isRepeatable() && !cluster.isClosed()) {
            retried = true;
            send();
            return;
        }
        completeExceptionally(Failures.lost(request.opcode(), asked.address(), request.mayHaveRun, request.failure));
    }
}
