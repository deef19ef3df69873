package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.NodeState;
import java.util.concurrent.atomic.LongAdder;

/** What was counted about one node over all of its connections. Guarded by the node's lock where nothing else is said. */
final class NodeStatistics {
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder rejections = new LongAdder();

    long connects;
    long connectFailures;
    long connectionLosses;

    /** What connections have counted that are closed. */
    private final NodeCounters formerCounters = new NodeCounters();

    /** Bytes that were sent over connections that are closed. */
    private long formerBytesWritten;

    /** Counts an operation whose deadline has passed. For any thread. */
    void countTimeout() {
        timeouts.increment();
    }

    /** Counts an operation that was not sent. For any thread. */
    void countRejection() {
        rejections.increment();
    }

    /** Keeps what a connection has counted that the node lets go of. */
    void keep(Connection connection) {
        formerCounters.add(connection.counters());
        formerBytesWritten += connection.bytesWritten();
    }

    NodeMetrics metrics(NodeAddress address, NodeState state, Link[] links) {
        NodeCounters counted = new NodeCounters();
        counted.add(formerCounters);
        long bytesWritten = formerBytesWritten;
        int connections = 0;
        int inFlight = 0;
        for (Link link : links) {
            Connection connection = link.connection();
            if (connection != null) {
                connections++;
                inFlight += connection.inFlight().size();
                counted.add(connection.counters());
                bytesWritten += connection.bytesWritten();
            }
        }
        return new NodeMetrics(
                address,
                state,
                connections,
                inFlight,
                counted.requests,
                counted.answers,
                counted.answerNanos,
                counted.hits,
                counted.misses,
                timeouts.sum(),
                rejections.sum(),
                counted.serverErrors,
                connects,
                connectFailures,
                connectionLosses,
                counted.bytesRead,
                bytesWritten);
    }
}
