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
        if (plan.size() == 0) {
            endOne();
            return;
        }
        Topology topology = cluster.topologyIfKnown();
        if (topology == null) {
            if (!cluster.isClosed() && deadline - System.nanoTime() > 0 && cluster.whenKnown(this::send)) {
                return;
            }
            topology = cluster.topologyIfKnown();
        }
        if (topology == null) {
            fail(plan.allPlaces(), 0, plan.size(), cluster.nodesUnknown());
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
        Node node = group.node();
        Connection connection = node.connection(group.link());
        while (connection == null) {
            boolean late = deadline - System.nanoTime() <= 0;
            if (!late && node.whenChanged(() -> send(group), failureMode == FailureMode.RETRY_IDEMPOTENT)) {
                return;
            }
            connection = node.connection(group.link());
            if (connection == null) {
                node.countRejection();
                fail(
                        group.places(),
                        0,
                        group.places().length,
                        late && !node.isDown()
                                ? Failures.timedOut(plan.opcode(), node.address(), timeout, false)
                                : Failures.unavailable(plan.opcode(), node.address(), node.lastFailure()));
                endOne();
                return;
            }
        }
        send(group, connection);
        endOne();
    }

    private void send(BulkPlan.Group group, Connection connection) {
        int[] places = group.places();
        Pipeline last = null;
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
                fail(
                        places,
                        from,
                        to,
                        appended == Connection.CLOSED
                                ? Failures.lost(plan.opcode(), group.node().address(), false, connection.closeCause())
                                : Failures.overloaded(
                                        plan.opcode(), group.node().address()));
                endOne();
            }
            from = to;
        }
        if (last != null) {
            connection.submitted(last);
        }
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
        Pipeline pipeline = (Pipeline) request;
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
        endOne();
    }

    private void endOne() {
        if (outstanding.decrementAndGet() > 0) {
            return;
        }
        Topology topology = cluster.topologyIfKnown();
        if (failureMode == FailureMode.RETRY_IDEMPOTENT && !retried && topology != null && !cluster.isClosed()) {
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
