package io.slabcache.micrometer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.NodeState;
import io.slabcache.jcache.SlabCacheManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of a manager's servers in one registry; servers may come and go. Safe for use by several threads. */
final class NodeMeters {
    private static final String BYTES = "bytes";
    private static final String NO_UNIT = "";
    private static final String CAUSE = "cause";
    private static final String RESULT = "result";
    private static final String DIRECTION = "direction";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Sampled<List<NodeMetrics>> figures;

    @GuardedBy("this")
    private final Map<NodeAddress, MeterGroup<List<NodeMetrics>>> groups = new HashMap<>();

    @GuardedBy("this")
    private boolean removed;

    NodeMeters(SlabCacheManager manager, MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.figures = new Sampled<>(manager::nodes, registry.config().clock(), this::update);
        update(figures.get());
    }

    synchronized void remove() {
        removed = true;
        groups.values().forEach(MeterGroup::remove);
        groups.clear();
    }

    private synchronized void update(List<NodeMetrics> nodes) {
        if (removed) {
            return;
        }
        Set<NodeAddress> present = new HashSet<>();
        for (NodeMetrics node : nodes) {
            present.add(node.node());
            groups.computeIfAbsent(node.node(), this::register);
        }
        groups.entrySet().removeIf(entry -> {
            boolean gone = !present.contains(entry.getKey());
            if (gone) {
                entry.getValue().remove();
            }
            return gone;
        });
    }

    private MeterGroup<List<NodeMetrics>> register(NodeAddress node) {
        MeterGroup<List<NodeMetrics>> group = new MeterGroup<>(registry, figures, tags.and("node", node.toString()));
        group.timer(
                "cache.node.requests",
                "Requests answered by a server, and the time from when they were put into line until their answers were read",
                count(node, NodeMetrics::answers),
                of(node, NodeMetrics::answerNanos));
        group.gauge(
                "cache.node.inflight",
                NO_UNIT,
                "Requests sent to a server and not answered",
                Tags.empty(),
                of(node, NodeMetrics::inFlight));
        group.gauge(
                "cache.node.up",
                NO_UNIT,
                "1 while a server is connected, 0 else",
                Tags.empty(),
                of(node, figuresOfNode -> figuresOfNode.state() == NodeState.UP ? 1 : 0));
        group.gauge(
                "cache.node.connections",
                NO_UNIT,
                "Open connections to a server",
                Tags.empty(),
                of(node, NodeMetrics::connections));
        String connects =
                "Connections made to a server, the first included (success), and attempts that failed (failure)";
        group.counter(
                "cache.node.connects", NO_UNIT, connects, Tags.of(RESULT, "success"), of(node, NodeMetrics::connects));
        group.counter(
                "cache.node.connects",
                NO_UNIT,
                connects,
                Tags.of(RESULT, "failure"),
                of(node, NodeMetrics::connectFailures));
        group.counter(
                "cache.node.connection.losses",
                NO_UNIT,
                "Connections to a server that were lost",
                Tags.empty(),
                of(node, NodeMetrics::connectionLosses));
        String failures = "Operations that ended at their deadline (timeout), were refused unsent (rejection), or were"
                + " answered by an error (error)";
        group.counter(
                "cache.node.failures", NO_UNIT, failures, Tags.of(CAUSE, "timeout"), of(node, NodeMetrics::timeouts));
        group.counter(
                "cache.node.failures",
                NO_UNIT,
                failures,
                Tags.of(CAUSE, "rejection"),
                of(node, NodeMetrics::rejections));
        group.counter(
                "cache.node.failures", NO_UNIT, failures, Tags.of(CAUSE, "error"), of(node, NodeMetrics::serverErrors));
        String traffic = "Bytes received from a server (read) and sent to it (written)";
        group.counter(
                "cache.node.traffic", BYTES, traffic, Tags.of(DIRECTION, "read"), of(node, NodeMetrics::bytesRead));
        group.counter(
                "cache.node.traffic",
                BYTES,
                traffic,
                Tags.of(DIRECTION, "written"),
                of(node, NodeMetrics::bytesWritten));
        return group;
    }

    private static ToDoubleFunction<List<NodeMetrics>> of(NodeAddress node, ToDoubleFunction<NodeMetrics> figure) {
        return nodes -> {
            for (NodeMetrics metrics : nodes) {
                if (metrics.node().equals(node)) {
                    return figure.applyAsDouble(metrics);
                }
            }
            return 0;
        };
    }

    private static ToLongFunction<List<NodeMetrics>> count(NodeAddress node, ToLongFunction<NodeMetrics> figure) {
        ToDoubleFunction<List<NodeMetrics>> exact = of(node, figure::applyAsLong);
        return nodes -> (long) exact.applyAsDouble(nodes);
    }
}
