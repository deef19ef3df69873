package io.slabcache.client;

import io.slabcache.client.connection.ClientFactory;
import io.slabcache.client.locator.NodeLocation;
import io.slabcache.client.locator.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes a {@link MemcachedClient}. Not thread-safe. */
public final class MemcachedClientBuilder {
    /** The deadline of an operation. */
    public static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofMillis(500);

    /** The deadline of one attempt to connect. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** How old the oldest unanswered request may become. */
    public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(3);

    /** How many requests of one connection may be unanswered. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 1024;

    /** How many bytes of one connection may wait to be sent. */
    public static final int DEFAULT_MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

    /** The longest value that is accepted from a server: memcached's greatest item size. */
    public static final int DEFAULT_MAX_VALUE_LENGTH = 128 * 1024 * 1024;

    private String name = "memcached";
    private final List<Discovery.Node> nodes = new ArrayList<>();
    private @Nullable Discovery discovery;
    private Placement placement = Placement.LIBMEMCACHED_WEIGHTED;
    private int connectionsPerNode;
    private Duration operationTimeout = DEFAULT_OPERATION_TIMEOUT;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration stallTimeout = DEFAULT_STALL_TIMEOUT;
    private Duration idleTimeout = Duration.ZERO;
    private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
    private int maxBufferedBytes = DEFAULT_MAX_BUFFERED_BYTES;
    private int maxValueLength = DEFAULT_MAX_VALUE_LENGTH;
    private Duration clockSkew = Duration.ZERO;
    private FailureMode failureMode = FailureMode.FAIL_FAST;
    private final List<Discovery.Node> gutter = new ArrayList<>();
    private @Nullable SSLContext sslContext;
    private boolean verifyHostName = true;
    private @Nullable Credentials credentials;
    private boolean allowPlainWithoutTls;
    private boolean allowMissingAuthentication;

    MemcachedClientBuilder() {}

    /**
     * Names the client in thread names and messages.
     *
     * @param name letters, digits, dots, dashes
     * @return this
     */
    public MemcachedClientBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * Adds a node of weight 1.
     *
     * @param address the node
     * @return this
     */
    public MemcachedClientBuilder node(NodeAddress address) {
        return node(address, NodeLocation.DEFAULT_WEIGHT);
    }

    /**
     * Adds a node.
     *
     * @param address the node
     * @param weight its share of the keys in proportion to the others', positive
     * @return this
     */
    public MemcachedClientBuilder node(NodeAddress address, int weight) {
        nodes.add(new Discovery.Node(address, weight));
        return this;
    }

    /**
     * Adds nodes of weight 1.
     *
     * @param addresses each as {@link NodeAddress#parse} reads it
     * @return this
     */
    public MemcachedClientBuilder nodes(String... addresses) {
        for (String address : addresses) {
            node(NodeAddress.parse(address));
        }
        return this;
    }

    /**
     * Learns the nodes from elsewhere, instead of {@link #node}.
     *
     * @param discovery as said
     * @return this
     */
    public MemcachedClientBuilder discovery(Discovery discovery) {
        this.discovery = discovery;
        return this;
    }

    /**
     * Distributes keys as another client does.
     *
     * @param placement as said
     * @return this
     */
    public MemcachedClientBuilder placement(Placement placement) {
        this.placement = placement;
        return this;
    }

    /**
     * Opens 1 to 4 connections to each node; 0, the default, for one per eight processors.
     *
     * @param connectionsPerNode as said
     * @return this
     */
    public MemcachedClientBuilder connectionsPerNode(int connectionsPerNode) {
        this.connectionsPerNode = connectionsPerNode;
        return this;
    }

    /**
     * Sets the deadline of an operation.
     *
     * @param operationTimeout as said
     * @return this
     */
    public MemcachedClientBuilder operationTimeout(Duration operationTimeout) {
        this.operationTimeout = operationTimeout;
        return this;
    }

    /**
     * Sets the deadline of one attempt to connect, name resolution, encryption and authentication included.
     *
     * @param connectTimeout as said
     * @return this
     */
    public MemcachedClientBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        return this;
    }

    /**
     * Sets how old the oldest unanswered request of a connection may become before the connection is closed.
     *
     * @param stallTimeout as said
     * @return this
     */
    public MemcachedClientBuilder stallTimeout(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
        return this;
    }

    /**
     * Closes a connection that was not used for so long; zero, the default, for never.
     *
     * @param idleTimeout as said
     * @return this
     */
    public MemcachedClientBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        return this;
    }

    /**
     * Sets how many requests of one connection may be unanswered; more are refused at once. As many asynchronous operations
     * may wait for a connection to a node, or for the nodes to become known.
     *
     * @param maxInFlight as said
     * @return this
     */
    public MemcachedClientBuilder maxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        return this;
    }

    /**
     * Sets how many bytes of one connection may wait to be sent; more are refused at once.
     *
     * @param maxBufferedBytes as said
     * @return this
     */
    public MemcachedClientBuilder maxBufferedBytes(int maxBufferedBytes) {
        this.maxBufferedBytes = maxBufferedBytes;
        return this;
    }

    /**
     * Sets the longest value, in bytes, that is accepted from a server.
     *
     * @param maxValueLength as said
     * @return this
     */
    public MemcachedClientBuilder maxValueLength(int maxValueLength) {
        this.maxValueLength = maxValueLength;
        return this;
    }

    /**
     * Sets by how much the servers' clocks may run ahead. It counts for times to live over 30 days, which memcached
     * takes as moments of its own clock.
     *
     * @param clockSkew as said
     * @return this
     */
    public MemcachedClientBuilder clockSkew(Duration clockSkew) {
        this.clockSkew = clockSkew;
        return this;
    }

    /**
     * Sets what becomes of an operation whose node is down.
     *
     * @param failureMode as said
     * @return this
     */
    public MemcachedClientBuilder failureMode(FailureMode failureMode) {
        this.failureMode = failureMode;
        return this;
    }

    /**
     * Adds a node that stands by, for {@link FailureMode#GUTTER}.
     *
     * @param address as said
     * @return this
     */
    public MemcachedClientBuilder gutterNode(NodeAddress address) {
        gutter.add(new Discovery.Node(address, NodeLocation.DEFAULT_WEIGHT));
        return this;
    }

    /**
     * Encrypts the connections. What the context trusts is trusted, provided the certificate is the node's.
     *
     * @param context as said
     * @return this
     */
    public MemcachedClientBuilder tls(SSLContext context) {
        this.sslContext = context;
        return this;
    }

    /**
     * Sets whether a node's certificate must be for its host name, which is the default.
     *
     * @param verify as said
     * @return this
     */
    public MemcachedClientBuilder verifyHostName(boolean verify) {
        this.verifyHostName = verify;
        return this;
    }

    /**
     * Authenticates with SASL: SCRAM-SHA-256 where the server has it, else PLAIN.
     *
     * @param credentials as said
     * @return this
     */
    public MemcachedClientBuilder credentials(Credentials credentials) {
        this.credentials = credentials;
        return this;
    }

    /**
     * Sets whether the password may be sent in the clear, which it may not by default.
     *
     * @param allow as said
     * @return this
     */
    public MemcachedClientBuilder allowPlainWithoutTls(boolean allow) {
        this.allowPlainWithoutTls = allow;
        return this;
    }

    /**
     * Sets whether a server that knows no authentication is good enough although there are credentials. By default it is
     * not: somebody may have put another server in the place of the real one.
     *
     * @param allow as said
     * @return this
     */
    public MemcachedClientBuilder allowMissingAuthentication(boolean allow) {
        this.allowMissingAuthentication = allow;
        return this;
    }

    /**
     * Makes the client. It connects in the background: a node that cannot be reached is no reason to fail.
     *
     * @return a new client, to be closed
     * @throws IllegalArgumentException if settings contradict each other or their limits
     */
    public MemcachedClient build() {
        if (nodes.isEmpty() == (discovery == null)) {
            throw new IllegalArgumentException("nodes must be given or discovered, one of both: nodes=" + nodes.size()
                    + ", discovery=" + discovery);
        }
        Discovery source = discovery == null ? Discovery.fixed(nodes) : discovery;
        int connections = connectionsPerNode == 0
                ? Math.min(4, 1 + (Runtime.getRuntime().availableProcessors() - 1) / 8)
                : connectionsPerNode;
        return ClientFactory.open(new ClientSettings(
                name,
                source,
                placement,
                connections,
                operationTimeout,
                connectTimeout,
                stallTimeout,
                idleTimeout,
                maxInFlight,
                maxBufferedBytes,
                maxValueLength,
                clockSkew,
                failureMode,
                List.copyOf(gutter),
                sslContext,
                verifyHostName,
                credentials,
                allowPlainWithoutTls,
                allowMissingAuthentication));
    }
}
