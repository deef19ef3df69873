package io.slabcache.jcache.management;

import io.slabcache.client.NodeMetrics;
import io.slabcache.jcache.SlabCacheManagerMXBean;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One manager's memory and servers for JMX. */
public final class SlabCacheManagerBean implements SlabCacheManagerMXBean {
    private static final double NANOS_PER_MICRO = 1000;

    private final LongSupplier offHeapBytes;
    private final Supplier<List<NodeMetrics>> nodes;

    /**
     * Creates a bean.
     *
     * @param offHeapBytes returns what the caches use at present
     * @param nodes returns the servers' present figures
     */
    public SlabCacheManagerBean(LongSupplier offHeapBytes, Supplier<List<NodeMetrics>> nodes) {
        this.offHeapBytes = offHeapBytes;
        this.nodes = nodes;
    }

    @Override
    public long getOffHeapBytes() {
        return offHeapBytes.getAsLong();
    }

    @Override
    public List<Node> getNodes() {
        return nodes.get().stream().map(figures -> (Node) new NodeView(figures)).toList();
    }

    /** Shows a server's figures as a bean's. */
    private record NodeView(NodeMetrics figures) implements Node {
        @Override
        public String getAddress() {
            return figures.node().toString();
        }

        @Override
        public String getState() {
            return figures.state().name();
        }

        @Override
        public int getConnections() {
            return figures.connections();
        }

        @Override
        public int getInFlight() {
            return figures.inFlight();
        }

        @Override
        public long getRequests() {
            return figures.requests();
        }

        @Override
        public long getAnswers() {
            return figures.answers();
        }

        @Override
        public double getMeanAnswerMicros() {
            return figures.meanAnswerNanos() / NANOS_PER_MICRO;
        }

        @Override
        public long getTimeouts() {
            return figures.timeouts();
        }

        @Override
        public long getRejections() {
            return figures.rejections();
        }

        @Override
        public long getServerErrors() {
            return figures.serverErrors();
        }

        @Override
        public long getConnects() {
            return figures.connects();
        }

        @Override
        public long getConnectFailures() {
            return figures.connectFailures();
        }

        @Override
        public long getConnectionLosses() {
            return figures.connectionLosses();
        }

        @Override
        public long getBytesRead() {
            return figures.bytesRead();
        }

        @Override
        public long getBytesWritten() {
            return figures.bytesWritten();
        }
    }
}
