package io.slabcache.server;

import io.slabcache.server.command.Node;
import io.slabcache.server.net.Listener;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A running memcached-compatible node with a store of its own.
 *
 * <pre>{@code
 * try (MemcachedServer server = MemcachedServer.start(ServerSettings.builder().port(0).build())) {
 *     connect(server.port());
 * }
 * }</pre>
 *
 * <p>Safe for use by any number of threads.
 */
public final class MemcachedServer implements AutoCloseable {
    private final Node node;
    private final Listener listener;

    private MemcachedServer(Node node, Listener listener) {
        this.node = node;
        this.listener = listener;
    }

    /**
     * Starts a server, which serves when this returns.
     *
     * @param settings the settings
     * @return the server
     * @throws IOException if an address cannot be had
     * @throws IllegalArgumentException if the machine does not offer the transport
     * @throws io.slabcache.store.CapacityException if the machine does not have the memory
     */
    public static MemcachedServer start(ServerSettings settings) throws IOException {
        return start(settings, StoreClock.system());
    }

    static MemcachedServer start(ServerSettings settings, StoreClock clock) throws IOException {
        Node node = Node.open(settings, clock);
        boolean started = false;
        try {
            MemcachedServer server = new MemcachedServer(node, Listener.open(settings, node));
            if (settings.shutdownEnabled()) {
                // not on a thread that serves connections: the end waits for those
                node.enableShutdown(() -> new Thread(server::close, "slabcache-server-shutdown").start());
            }
            started = true;
            return server;
        } finally {
            if (!started) {
                node.close();
            }
        }
    }

    /**
     * Returns the addresses that are listened on.
     *
     * @return the addresses in the order of the settings, with the ports that were chosen
     */
    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    /**
     * Returns the port of the first address.
     *
     * @return the port, the one chosen if the settings left it free
     */
    public int port() {
        return addresses().get(0).getPort();
    }

    /**
     * Stops the server: accepts no more connections, finishes the requests that are under way, closes the connections within five
     * seconds, and drops all items. Closing again does nothing.
     */
    @Override
    public void close() {
        listener.close();
        node.close();
    }
}
