package io.slabcache.jcache.internal.config;

import io.slabcache.client.Credentials;
import io.slabcache.client.Discovery;
import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.Placement;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a manager whose entries live on memcached servers, and how to talk to them.
 *
 * @param servers at least one; for {@link DiscoverySource#DNS} the names to resolve, for
 *     {@link DiscoverySource#ELASTICACHE} the one configuration endpoint
 * @param discovery where the nodes come from
 * @param discoveryInterval how often to ask for the nodes again
 * @param placement how keys are distributed
 * @param connectionsPerNode 1 to 4, 0 for the client's default
 * @param operationTimeout the deadline of an operation
 * @param connectTimeout the deadline of one attempt to connect
 * @param stallTimeout how old the oldest unanswered request may become before its connection is closed
 * @param maxInFlight requests of one connection that may be unanswered
 * @param failureMode what becomes of an operation whose node is down
 * @param gutter the nodes that stand by, empty unless the failure mode is {@link FailureMode#GUTTER}
 * @param tls how connections are encrypted, null for not
 * @param sasl who the client says it is, null for nobody
 * @param namespace keeps caches of one name apart that belong to different applications
 * @param onFailure what becomes of a cache operation that fails
 */
public record RemoteSettings(
        List<Discovery.Node> servers,
        DiscoverySource discovery,
        Duration discoveryInterval,
        Placement placement,
        int connectionsPerNode,
        Duration operationTimeout,
        Duration connectTimeout,
        Duration stallTimeout,
        int maxInFlight,
        FailureMode failureMode,
        List<Discovery.Node> gutter,
        @Nullable TlsSettings tls,
        @Nullable SaslSettings sasl,
        String namespace,
        OnFailure onFailure) {
    /** How often to ask for the nodes again, where nothing is set. */
    public static final Duration DEFAULT_DISCOVERY_INTERVAL = Duration.ofSeconds(60);

    /** Where the nodes come from. */
    public enum DiscoverySource {
        /** The servers are the nodes. */
        STATIC,
        /** The addresses that the servers' names resolve to are the nodes. */
        DNS,
        /** The configuration endpoint of an ElastiCache cluster knows the nodes. */
        ELASTICACHE
    }

    /** What becomes of a cache operation whose node fails. */
    public enum OnFailure {
        /** It fails. */
        THROW,
        /** A read finds nothing, a write is dropped and counted. */
        MISS
    }

    /** Checks what one setting says about another. */
    public RemoteSettings {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one server: servers=" + servers);
        }
        if (gutter.isEmpty() == (failureMode == FailureMode.GUTTER)) {
            throw new IllegalArgumentException(
                    "gutter servers must come with the failure mode gutter, and it with them:" + " failureMode="
                            + failureMode + ", gutter=" + gutter);
        }
        servers = List.copyOf(servers);
        gutter = List.copyOf(gutter);
    }

    /**
     * Returns settings that name the servers and leave the rest at its defaults.
     *
     * @param servers at least one
     * @return the settings
     */
    public static RemoteSettings of(List<Discovery.Node> servers) {
        return new RemoteSettings(
                servers,
                DiscoverySource.STATIC,
                DEFAULT_DISCOVERY_INTERVAL,
                Placement.LIBMEMCACHED_WEIGHTED,
                0,
                MemcachedClientBuilder.DEFAULT_OPERATION_TIMEOUT,
                MemcachedClientBuilder.DEFAULT_CONNECT_TIMEOUT,
                MemcachedClientBuilder.DEFAULT_STALL_TIMEOUT,
                MemcachedClientBuilder.DEFAULT_MAX_IN_FLIGHT,
                FailureMode.FAIL_FAST,
                List.of(),
                null,
                null,
                "",
                OnFailure.THROW);
    }

    /**
     * Opens the client that these settings describe. It connects in the background.
     *
     * @param name names the client in thread names and messages
     * @return a new client, to be closed
     */
    public MemcachedClient open(String name) {
        MemcachedClientBuilder builder = MemcachedClient.builder()
                .name(name)
                .placement(placement)
                .connectionsPerNode(connectionsPerNode)
                .operationTimeout(operationTimeout)
                .connectTimeout(connectTimeout)
                .stallTimeout(stallTimeout)
                .maxInFlight(maxInFlight)
                .failureMode(failureMode);
        SSLContext context = tls == null ? null : TlsContext.create(tls);
        boolean verifyHostName = tls == null || tls.verifyHostName();
        switch (discovery) {
            case STATIC -> servers.forEach(node -> builder.node(node.address(), node.weight()));
            case DNS ->
                builder.discovery(Discovery.dns(
                        servers.stream().map(Discovery.Node::address).toList(), discoveryInterval));
            case ELASTICACHE -> {
                NodeAddress endpoint = servers.get(0).address();
                builder.discovery(
                        context == null
                                ? Discovery.elastiCache(endpoint, discoveryInterval)
                                : Discovery.elastiCache(endpoint, discoveryInterval, context, verifyHostName));
            }
        }
        gutter.forEach(node -> builder.gutterNode(node.address()));
        if (context != null) {
            builder.tls(context).verifyHostName(verifyHostName);
        }
        if (sasl != null) {
            builder.credentials(new Credentials(sasl.user(), sasl.password()::chars))
                    .allowPlainWithoutTls(sasl.allowPlainWithoutTls())
                    .allowMissingAuthentication(sasl.allowMissingAuthentication());
        }
        return builder.build();
    }
}
