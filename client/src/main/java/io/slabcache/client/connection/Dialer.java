package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects by TCP, and through TLS where that is set. The name is resolved anew each time and its addresses are tried in
 * their order; each may take an equal share of the time that is left, so that one that never answers does not keep the
 * others from being tried. Thread-safe.
 */
final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final Duration timeout;
    private final HostResolver resolver;
    private final @Nullable TlsClient tls;
    private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();

    /** Set once, before the attempts that are under way are cancelled. */
    private volatile boolean closed;

    /**
     * Creates a dialer.
     *
     * @param timeout for one call of {@link #dial}; only the resolver can take longer
     * @param resolver finds addresses
     * @param tls null for connections in the clear
     */
    Dialer(Duration timeout, HostResolver resolver, @Nullable TlsClient tls) {
        this.timeout = timeout;
        this.resolver = resolver;
        this.tls = tls;
    }

    boolean encrypts() {
        return tls != null;
    }

    /**
     * Connects to a node.
     *
     * @param node where to
     * @param preparation makes the result of the new connection; if it fails, the connection is closed
     * @return the preparation's result
     * @throws IOException if no address can be connected to in time, which leaves no socket behind
     */
    <T> T dial(NodeAddress node, Preparation<T> preparation) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        InetAddress[] addresses = resolver.resolve(node.host());
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses[i], node.port());
            try {
                return dial(node, address, deadline.part(addresses.length - i), preparation);
            } catch (IOException e) {
                failure = describe(node, address, e, failure);
            }
        }
        if (failure == null) {
            throw new IOException("name must have an address: node=" + node);
        }
        throw failure;
    }

    private <T> T dial(NodeAddress node, InetSocketAddress address, Deadline deadline, Preparation<T> preparation)
            throws IOException {
        try (ConnectAttempt attempt = new ConnectAttempt()) {
            attempts.add(attempt);
            try {
                if (closed) {
                    throw new IOException("client must not be closed");
                }
                attempt.connect(address, deadline);
                Transport transport = new PlainTransport(attempt.channel());
                if (tls != null) {
                    TlsTransport encrypting = new TlsTransport(attempt.channel(), tls.engine(node));
                    encrypting.handshake(attempt.selector(), deadline);
                    transport = encrypting;
                }
                T prepared =
                        preparation.prepare(transport, new BlockingStream(transport, attempt.selector(), deadline));
                attempt.keep();
                return prepared;
            } finally {
                attempts.remove(attempt);
            }
        }
    }

    private static IOException describe(
            NodeAddress node, InetSocketAddress address, IOException cause, @Nullable IOException earlier) {
        IOException described = new IOException(
                "node must take connections: node=" + node + ", address="
                        + address.getAddress().getHostAddress() + ", cause="
                        + (cause.getMessage() == null ? cause : cause.getMessage()),
                cause);
        if (earlier != null) {
            described.addSuppressed(earlier);
        }
        return described;
    }

    /** Gives up what is under way and refuses to connect from now on. */
    void close() {
        closed = true;
        for (ConnectAttempt attempt : attempts) {
            try {
                attempt.cancel();
            } catch (IOException e) {
                LOG.debug("channel could not be closed", e);
            }
        }
    }

    /** What is done with a new connection before it is given out. */
    @FunctionalInterface
    interface Preparation<T> {
        /**
         * Makes the connection usable.
         *
         * @param transport stays open unless this fails
         * @param stream over the transport, with the deadline of the attempt; ends when this returns
         * @return the result
         */
        T prepare(Transport transport, BlockingStream stream) throws IOException;
    }
}
