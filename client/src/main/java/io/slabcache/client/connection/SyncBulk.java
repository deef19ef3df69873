package io.slabcache.client.connection;

import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out one bulk operation for a caller that waits: writes to all nodes first, then waits for each. */
final class SyncBulk {
    /* Implementation notes

    To find the nodes of many keys takes about as long as the nodes take to answer. So the places are sent in slices, the
    first a short one, each twice as long as the one before: the nodes are at work on one while the next is prepared, and
    there are few writes. On one connection the elements keep their order: what waits for a connection is joined by what
    comes later and goes there too. */

    private static final int FIRST_SLICE = 128;

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
        int from = 0;
        for (int length = FIRST_SLICE; from < places.length; length *= 2) {
            int to = places.length - from > length + length / 2 ? from + length : places.length;
            int[] slice = to - from == places.length ? places : Arrays.copyOfRange(places, from, to);
            sendSlice(plan.groups(cluster, topology, fixed, slice), unconnected);
            from = to;
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

    private void sendSlice(List<BulkPlan.Group> groups, List<BulkPlan.Group> unconnected) {
        for (BulkPlan.Group group : groups) {
            int same = indexOfSame(unconnected, group);
            Connection connection = same >= 0 ? null : group.node().connection(group.link());
            if (same >= 0) {
                unconnected.set(same, unconnected.get(same).and(group));
            } else if (connection == null) {
                unconnected.add(group);
            } else {
                addUnsent(send(group, connection), unconnected);
            }
        }
    }

    private static int indexOfSame(List<BulkPlan.Group> groups, BulkPlan.Group wanted) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).node() == wanted.node() && groups.get(i).link() == wanted.link()) {
                return i;
            }
        }
        return -1;
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
            Request before = last == null ? lasts.on(connection) : last;
            if (appended == Connection.FULL && before != null) {
                // What this very operation has sent is in the way.
                connection.push(before);
                lasts.haveServed();
                connection.attend(before);
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
