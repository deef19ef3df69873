package io.slabcache.client.connection;

import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out one bulk operation for a caller that waits: writes to all nodes first, then waits for each. */
final class SyncBulk {
    private final BulkPlan plan;
    private final Cluster cluster;
    private final FailureMode failureMode;
    private final long timeout;
    private final long deadline;
    private final boolean mayLead = !ThreadKind.isVirtual(Thread.currentThread());

    /** All pipelines that were appended. */
    private final List<Sent> sent = new ArrayList<>();

    /** The last pipeline on each connection. */
    private final SentRequests lasts = new SentRequests();

    /** A pipeline and the connection that it was appended to. */
    private record Sent(Pipeline pipeline, Connection connection) {}

    SyncBulk(BulkPlan plan, Cluster cluster, FailureMode failureMode, long timeout) {
        this.plan = plan;
        this.cluster = cluster;
        this.failureMode = failureMode;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout;
    }

    /** Carries the operation out. What became of it is in the plan. */
    void run(@Nullable NodeAddress fixed) {
        if (plan.size() == 0) {
            return;
        }
        Topology topology = cluster.topology(deadline);
        round(topology, fixed, plan.allPlaces(), false);
        if (failureMode == FailureMode.RETRY_IDEMPOTENT) {
            int[] lost = plan.lostPlaces();
            if (lost.length > 0) {
                round(topology, fixed, lost, true);
            }
        }
    }

    private void round(Topology topology, @Nullable NodeAddress fixed, int[] places, boolean patient) {
        sent.clear();
        lasts.clear();
        List<BulkPlan.Group> unconnected = new ArrayList<>();
        for (BulkPlan.Group group : plan.groups(cluster, topology, fixed, places)) {
            Connection connection = group.node().connection(group.link());
            if (connection == null) {
                unconnected.add(group);
            } else {
                addUnsent(send(group, connection), unconnected);
            }
        }
        // What finds its connection closed before it was sent comes behind.
        for (int i = 0; i < unconnected.size(); i++) {
            lasts.haveServed();
            addUnsent(
                    sendOnceConnected(unconnected.get(i), patient || failureMode == FailureMode.RETRY_IDEMPOTENT),
                    unconnected);
        }
        lasts.await(deadline);
        sent.forEach(this::collect);
    }

    private static void addUnsent(BulkPlan.@Nullable Group group, List<BulkPlan.Group> unsent) {
        if (group != null) {
            unsent.add(group);
        }
    }

    private BulkPlan.@Nullable Group sendOnceConnected(BulkPlan.Group group, boolean patient) {
        Connection connection;
        try {
            byte[] key = plan.key(group.places()[0]);
            connection = group.node().awaitConnection(key, plan.opcode(), deadline, timeout, patient);
        } catch (MemcachedException e) {
            plan.fail(group.places(), 0, group.places().length, e);
            return null;
        }
        return send(group, connection);
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
            pipeline.prepare(Thread.currentThread(), mayLead, null, deadline, Request.PENDING);
            int appended = connection.append(pipeline);
            if (appended == Connection.FULL && last != null) {
                // What this very operation has sent is in the way.
                connection.push(last);
                lasts.haveServed();
                connection.attend(last);
                appended = connection.append(pipeline);
            }
            if (appended == Connection.CLOSED) {
                unsent = group.from(from);
                break;
            }
            if (appended == Connection.APPENDED) {
                sent.add(new Sent(pipeline, connection));
                last = pipeline;
            } else {
                group.node().countRejection();
                plan.fail(
                        places,
                        from,
                        to,
                        Failures.overloaded(plan.opcode(), group.node().address()));
            }
            from = to;
        }
        if (last != null) {
            lasts.add(last, connection);
        }
        return unsent;
    }

    private void collect(Sent one) {
        Pipeline pipeline = one.pipeline();
        Node node = pipeline.node;
        pipeline.abandon();
        switch (pipeline.state()) {
            case Request.DONE -> plan.take(pipeline);
            case Request.FAILED ->
                plan.fail(
                        pipeline,
                        Failures.lost(
                                plan.opcode(),
                                node.address(),
                                pipeline.sent && !pipeline.isRetrieval(),
                                pipeline.failure));
            default -> plan.fail(pipeline, SyncCaller.abandoned(pipeline, node, one.connection(), timeout));
        }
    }
}
