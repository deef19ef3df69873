package io.slabcache.client.connection;

import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.NodeLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Takes every address of some names for a node. The nodes are in the order of their addresses, whatever order the answers
 * came in: name servers change it from answer to answer, and a placement may depend on it.
 */
final class DnsDiscovery implements Discovery {
    private final List<NodeAddress> names;
    private final Duration interval;
    private final HostResolver resolver;

    DnsDiscovery(List<NodeAddress> names, Duration interval, HostResolver resolver) {
        this.names = List.copyOf(names);
        this.interval = interval;
        this.resolver = resolver;
        if (this.names.isEmpty()) {
            throw new IllegalArgumentException("there must be a name to resolve: names=" + names);
        }
        Discoveries.requirePositive(interval);
    }

    /** Fails if one of the names has no address: that its nodes are gone cannot be told from a failure to learn them. */
    @Override
    public List<Node> nodes() throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (NodeAddress name : names) {
            TreeSet<String> addresses = new TreeSet<>();
            for (InetAddress address : resolver.resolve(name.host())) {
                addresses.add(address.getHostAddress());
            }
            if (addresses.isEmpty()) {
                throw new UnknownHostException("name must have an address: name=" + name.host());
            }
            for (String address : addresses) {
                Node node = new Node(new NodeAddress(address, name.port()), NodeLocation.DEFAULT_WEIGHT);
                if (!nodes.contains(node)) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public String toString() {
        return "DnsDiscovery[names=" + names + ", interval=" + interval + "]";
    }
}
