package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects by TCP. The name is resolved anew each time and its addresses are tried in their order; each may take an equal
 * share of the time that is left, so that one that never answers does not keep the others from being tried.
 */
final class SocketConnector implements Connector {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnector.class);

    private final ClientSettings settings;
    private final HostResolver resolver;
    private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();

    /** Set once, before the attempts that are under way are cancelled. */
    private volatile boolean closed;

    SocketConnector(ClientSettings settings, HostResolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
    }

    @Override
    public Connected connect(NodeAddress node) throws IOException {
        Deadline deadline = Deadline.in(settings.connectTimeout());
        InetAddress[] addresses = resolver.resolve(node.host());
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses[i], node.port());
            try {
                return connect(address, deadline.part(addresses.length - i));
            } catch (IOException e) {
                failure = describe(node, address, e, failure);
            }
        }
        if (failure == null) {
            throw new IOException("name must have an address: node=" + node);
        }
        throw failure;
    }

    private Connected connect(InetSocketAddress address, Deadline deadline) throws IOException {
        try (ConnectAttempt attempt = new ConnectAttempt()) {
            attempts.add(attempt);
            try {
                if (closed) {
                    throw new IOException("client must not be closed");
                }
                attempt.connect(address, deadline);
                Connected connected = prepare(new PlainTransport(attempt.channel()), attempt, deadline);
                attempt.keep();
                return connected;
            } finally {
                attempts.remove(attempt);
            }
        }
    }

    private static Connected prepare(Transport transport, ConnectAttempt attempt, Deadline deadline)
            throws IOException {
        BlockingStream stream = new BlockingStream(transport, attempt.selector(), deadline);
        ServerProbe probe = ServerProbe.ask(new BinaryConversation(stream));
        return new Connected(transport, probe.version(), probe.maxItemSize());
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

    @Override
    public void close() {
        closed = true;
        for (ConnectAttempt attempt : attempts) {
            try {
                attempt.cancel();
            } catch (IOException e) {
                LOG.debug("channel could not be closed", e);
            }
        }
    }
}
