package io.slabcache.client.connection;

import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.NodeLocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a client at one time, and which keys belong to which. Immutable.
 *
 * @param members as the discovery told
 * @param nodes in the same order
 * @param addresses in the same order
 * @param locator whose answers are places in these lists
 */
record Topology(List<Discovery.Node> members, List<Node> nodes, List<NodeAddress> addresses, NodeLocator locator) {
    Node nodeOf(byte[] key) {
        return nodes.size() == 1 ? nodes.get(0) : nodes.get(locator.locate(key));
    }

    /** Returns the first node in the placement's order for a key that is not down, or the key's own if all are. */
    Node usableNodeOf(byte[] key) {
        int place = locator.locate(key, i -> !nodes.get(i).isDown());
        return place == NodeLocator.NONE ? nodeOf(key) : nodes.get(place);
    }

    @Nullable
    Node node(NodeAddress address) {
        int place = addresses.indexOf(address);
        return place < 0 ? null : nodes.get(place);
    }
}
