package io.slabcache.client.connection;

import io.slabcache.client.BulkResult;
import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One bulk operation for a caller that does not wait. Completes when the last of its pipelines has ended. */
final class AsyncBulk<T extends @Nullable Object> extends CompletableFuture<BulkResult<T>>
        implements Request.Completion {
    private final BulkPlan plan;
    private final Cluster cluster;
    private final FailureMode failureMode;
    private final @Nullable NodeAddress fixed;
    private final long timeout;
    private final long deadline;

    /** Pipelines and groups that have not ended, and one for the thread that begins. */
    private final AtomicInteger outstanding = new AtomicInteger(1);

    /** Guards the plan: what begins and what ends may run at the same time. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Places that were sent twice. Guarded by the lock. */
    private boolean retried;

    AsyncBulk(BulkPlan plan, Cluster cluster, FailureMode failureMode, @Nullable NodeAddress fixed, long timeout) {
        this.plan = plan;
        this.cluster = cluster;
        this.failureMode = failureMode;
        this.fixed = fixed;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout;
    }

    /** Sends everything, or sees to it that this is called again. */
    void send() {
        try {
            sendAll();
        } catch (RuntimeException | Error e) {
            // Whoever has this called again, the cluster or the I/O thread, could tell nobody.
            completeExceptionally(e);
        }
    }

    private void sendAll() {
        if (plan.size() == 0) {
            endOne();
            return;
        }
        Topology topology = cluster.topologyIfKnown();
        MemcachedException failure = null;
        if (topology == null) {
            if (!cluster.isClosed() && deadline - System.nanoTime() > 0) {
                switch (cluster.whenKnown(this::send, deadline)) {
                    case WAITS -> {
                        return;
                    }
                    case FULL -> failure = cluster.tooManyWait();
                    case NOT_NEEDED -> topology = cluster.topologyIfKnown();
                }
            }
        }
        if (topology == null) {
            fail(plan.allPlaces(), 0, plan.size(), failure == null ? cluster.nodesUnknown() : failure);
        } else {
            send(topology, plan.allPlaces());
        }
        endOne();
    }

    private void send(Topology topology, int[] places) {
        for (BulkPlan.Group group : plan.groups(cluster, topology, fixed, places)) {
            outstanding.incrementAndGet();
            send(group);
        }
    }

    /** Sends a group, or sees to it that this is called again. Counts the group as ended when it was sent. */
    private void send(BulkPlan.Group group) {
        try {
            trySend(group);
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    private void trySend(BulkPlan.Group group) {
        Node node = group.node();
        BulkPlan.Group unsent = group;
        while (unsent != null) {
            Connection connection = node.connection(group.link());
            if (connection != null) {
                unsent = send(unsent, connection);
                continue;
            }
            MemcachedException failure = await(unsent);
            if (failure == null) {
                return;
            }
            connection = node.connection(group.link());
            if (connection == null) {
                node.countRejection();
                fail(unsent.places(), 0, unsent.places().length, failure);
                break;
            }
        }
        endOne();
    }

    /** Returns null if the group is sent later, otherwise why it is not if there is no connection either. */
    private @Nullable MemcachedException await(BulkPlan.Group group) {
        Node node = group.node();
        if (deadline - System.nanoTime() <= 0 && !node.isDown()) {
            return Failures.timedOut(plan.opcode(), node.address(), timeout, false);
        }
        if (deadline - System.nanoTime() > 0) {
            switch (node.whenChanged(() -> send(group), deadline, failureMode == FailureMode.RETRY_IDEMPOTENT)) {
                case WAITS -> {
                    return null;
                }
                case FULL -> {
                    return Failures.tooManyWait(plan.opcode(), node.address());
                }
                case NOT_NEEDED -> {
                    // There is a connection, or none will come.
                }
            }
        }
        return Failures.unavailable(plan.opcode(), node.address(), node.lastFailure());
    }

    /** Returns what could not be sent because the connection was closed before, null if that is nothing. */
    private BulkPlan.@Nullable Group send(BulkPlan.Group group, Connection connection) {
        int[] places = group.places();
        Pipeline last = null;
        BulkPlan.Group unsent = null;
        int from = 0;
        while (from < places.length) {
            int to = plan.endOfPipeline(places, from);
            Pipeline pipeline = plan.pipeline(group.node(), connection.maxItemSize(), places, from, to);
            pipeline.prepare(null, false, this, deadline);
            outstanding.incrementAndGet();
            int appended = connection.append(pipeline);
            if (appended == Connection.APPENDED) {
                last = pipeline;
            } else {
                outstanding.decrementAndGet();
                if (appended == Connection.CLOSED) {
                    unsent = group.from(from);
                    break;
                }
                group.node().countRejection();
                fail(
                        places,
                        from,
                        to,
                        Failures.overloaded(plan.opcode(), group.node().address()));
            }
            from = to;
        }
        if (last != null) {
            connection.submitted(last);
        }
        return unsent;
    }

    private void fail(int[] places, int from, int to, MemcachedException failure) {
        lock.lock();
        try {
            plan.fail(places, from, to, failure);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(Request request) {
        try {
            take((Pipeline) request);
            endOne();
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    private void take(Pipeline pipeline) {
        Node node = pipeline.node;
        boolean unknown = !pipeline.isRetrieval();
        lock.lock();
        try {
            switch (pipeline.state()) {
                case Request.DONE -> plan.take(pipeline);
                case Request.FAILED ->
                    plan.fail(
                            pipeline,
                            Failures.lost(plan.opcode(), node.address(), pipeline.sent && unknown, pipeline.failure));
                default -> {
                    node.countTimeout();
                    plan.fail(pipeline, Failures.timedOut(plan.opcode(), node.address(), timeout, unknown));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void endOne() {
        if (outstanding.decrementAndGet() > 0) {
            return;
        }
        Topology topology = cluster.topologyIfKnown();
        // What was asked of one node that is the client's no more stays as lost as it is.
        boolean mayRetry = topology != null && !cluster.isClosed() && (fixed == null || topology.node(fixed) != null);
        if (failureMode == FailureMode.RETRY_IDEMPOTENT && !retried && topology != null && mayRetry) {
            retried = true;
            int[] lost = plan.lostPlaces();
            if (lost.length > 0) {
                outstanding.incrementAndGet();
                send(topology, lost);
                endOne();
                return;
            }
        }
        complete(new BulkAnswer<>(plan.outcomes()));
    }
}
