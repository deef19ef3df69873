package io.slabcache.client.connection;

import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.NodeLocation;
import io.slabcache.protocol.ClusterAnswer;
import io.slabcache.protocol.ClusterConfigurationDecoder;
import io.slabcache.protocol.ClusterNode;
import io.slabcache.protocol.TextRequestEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an ElastiCache configuration endpoint, each time on a new connection. An endpoint answers with one of the cluster's
 * nodes, and not all of them learn of a change at once: a configuration older than one seen before is not used.
 */
final class ElastiCacheDiscovery implements Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(ElastiCacheDiscovery.class);

    /** For the lines around a configuration. */
    private static final int MARGIN = 1024;

    private final NodeAddress endpoint;
    private final Duration interval;
    private final Dialer dialer;
    private final ClusterConfigurationDecoder decoder =
            new ClusterConfigurationDecoder(ClusterConfigurationDecoder.DEFAULT_MAX_LENGTH);

    /** The newest configuration so far, of which {@link #nodes} is the form that is told. Guarded by this. */
    private long version = -1;

    /** Guarded by this. */
    private List<Node> nodes = List.of();

    ElastiCacheDiscovery(NodeAddress endpoint, Duration interval, Dialer dialer) {
        this.endpoint = endpoint;
        this.interval = interval;
        this.dialer = dialer;
        Discoveries.requirePositive(interval);
    }

    @Override
    public List<Node> nodes() throws IOException {
        return newest(dialer.dial(endpoint, (transport, stream) -> {
            try (transport) {
                return ask(new TextConversation(stream, ClusterConfigurationDecoder.DEFAULT_MAX_LENGTH + MARGIN));
            }
        }));
    }

    private ClusterAnswer.Configuration ask(TextConversation conversation) throws IOException {
        conversation.send(TextRequestEncoder::configGetCluster);
        ClusterAnswer answer = conversation.receive(decoder::decode);
        if (answer instanceof ClusterAnswer.Refused) {
            // Engines before 1.4.14 keep the configuration under a key.
            conversation.send(TextRequestEncoder::getClusterKey);
            ClusterAnswer older = conversation.receive(decoder::decode);
            answer = older instanceof ClusterAnswer.Absent ? answer : older;
        }
        if (answer instanceof ClusterAnswer.Configuration configuration) {
            if (configuration.nodes().isEmpty()) {
                throw new IOException("configuration must have a node: version=" + configuration.version());
            }
            return configuration;
        }
        throw new IOException("endpoint must tell a configuration: answer="
                + (answer instanceof ClusterAnswer.Refused refused ? refused.text() : "none"));
    }

    private synchronized List<Node> newest(ClusterAnswer.Configuration configuration) {
        if (configuration.version() < version) {
            LOG.debug(
                    "configuration is older than one before and not used: endpoint={}, version={}, used={}",
                    endpoint,
                    configuration.version(),
                    version);
            return nodes;
        }
        List<Node> told = new ArrayList<>();
        for (ClusterNode member : configuration.nodes()) {
            Node node = new Node(new NodeAddress(member.hostName(), member.port()), NodeLocation.DEFAULT_WEIGHT);
            if (!told.contains(node)) {
                told.add(node);
            }
        }
        version = configuration.version();
        nodes = List.copyOf(told);
        return nodes;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public String toString() {
        return "ElastiCacheDiscovery[endpoint=" + endpoint + ", interval=" + interval + "]";
    }
}
