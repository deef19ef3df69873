package io.slabcache.client;

import io.slabcache.client.connection.Discoveries;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

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
     * Returns a discovery by DNS: each address of a name is a node, named by the address. The JVM keeps what it has resolved
     * for the time that the security property {@code networkaddress.cache.ttl} says, so that a shorter interval makes no
     * difference.
     *
     * @param names names to resolve, each with the port of its nodes
     * @param interval how often to ask
     * @return the discovery
     * @throws IllegalArgumentException if there is no name or the interval is not positive
     */
    static Discovery dns(List<NodeAddress> names, Duration interval) {
        return Discoveries.dns(names, interval);
    }

    /**
     * Returns a discovery by the configuration endpoint of an ElastiCache cluster, in the clear. The nodes are named by
     * their host names.
     *
     * @param endpoint the cluster's configuration endpoint
     * @param interval how often to ask
     * @return the discovery
     * @throws IllegalArgumentException if the interval is not positive
     */
    static Discovery elastiCache(NodeAddress endpoint, Duration interval) {
        return Discoveries.elastiCache(endpoint, interval, null, true);
    }

    /**
     * Returns a discovery by the configuration endpoint of an ElastiCache cluster with encryption in transit.
     *
     * @param endpoint the cluster's configuration endpoint
     * @param interval how often to ask
     * @param context says what is trusted
     * @param verifyHostName whether the endpoint's certificate must be for its host name
     * @return the discovery
     * @throws IllegalArgumentException if the interval is not positive
     */
    static Discovery elastiCache(NodeAddress endpoint, Duration interval, SSLContext context, boolean verifyHostName) {
        return Discoveries.elastiCache(endpoint, interval, context, verifyHostName);
    }

    /**
     * A node and its share of the keys.
     *
     * @param address the node
     * @param weight positive
     */
    record Node(NodeAddress address, int weight) {}
}
