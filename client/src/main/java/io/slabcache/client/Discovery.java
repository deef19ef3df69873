package io.slabcache.client;

import java.time.Duration;
import java.util.List;

/** Where a client learns which nodes there are. */
public interface Discovery {
    /**
     * Asks for the nodes. Called on a thread of the client that may block; a failure leaves the nodes as they are.
     *
     * @return at least one node
     * @throws java.io.IOException if nobody can tell
     */
    List<Node> nodes() throws java.io.IOException;

    /**
     * Returns how often to ask.
     *
     * @return the time between two questions, {@link Duration#ZERO} if the answer never changes
     */
    Duration interval();

    /**
     * Returns a discovery of nodes that never change.
     *
     * @param nodes at least one node
     * @return the discovery
     */
    static Discovery fixed(List<Node> nodes) {
        List<Node> copy = List.copyOf(nodes);
        return new Discovery() {
            @Override
            public List<Node> nodes() {
                return copy;
            }

            @Override
            public Duration interval() {
                return Duration.ZERO;
            }
        };
    }

    /**
     * A node and its share of the keys.
     *
     * @param address the node
     * @param weight positive
     */
    record Node(NodeAddress address, int weight) {}
}
