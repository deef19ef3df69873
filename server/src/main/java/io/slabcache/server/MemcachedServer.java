package io.slabcache.server;

import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.Node;
import io.slabcache.server.http.HttpEndpoint;
import io.slabcache.server.net.Listener;
import io.slabcache.server.net.TlsContext;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(MemcachedServer.class);

    private final Node node;
    private final Listener listener;
    private final @Nullable HttpEndpoint http;
    private final FileWatch files;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MemcachedServer(Node node, Listener listener, @Nullable HttpEndpoint http, FileWatch files) {
        this.node = node;
        this.listener = listener;
        this.http = http;
        this.files = files;
    }

    /**
     * Starts a server, which serves when this returns.
     *
     * @param settings the settings
     * @return the server
     * @throws IOException if an address cannot be had, or a file of keys or users cannot be read or understood
     * @throws IllegalArgumentException if the machine does not offer the transport
     * @throws io.slabcache.store.CapacityException if the machine does not have the memory
     */
    public static MemcachedServer start(ServerSettings settings) throws IOException {
        return start(settings, StoreClock.system());
    }

    static MemcachedServer start(ServerSettings settings, StoreClock clock) throws IOException {
        LOG.info("starting: {}", settings);
        TlsSettings keys = settings.tls();
        TlsContext tls = keys == null ? null : TlsContext.open(keys);
        Node node = Node.open(settings, clock, AccessRules.open(settings.access(), settings.insecure()));
        Listener listener = null;
        boolean started = false;
        try {
            listener = Listener.open(settings, node, tls);
            Integer httpPort = settings.httpPort();
            HttpEndpoint http = httpPort == null ? null : HttpEndpoint.open(httpPort, node.statistics());
            MemcachedServer server = new MemcachedServer(node, listener, http, watch(settings, node, tls));
            if (tls != null) {
                node.enableKeyReload(tls::reload);
            }
            if (settings.shutdownEnabled()) {
                // not on a thread that serves connections: the end waits for those
                Thread shutdown = new Thread(server::close, "slabcache-server-shutdown");
                AtomicBoolean asked = new AtomicBoolean();
                node.enableShutdown(() -> {
                    if (asked.compareAndSet(false, true)) {
                        shutdown.start();
                    }
                });
            }
            started = true;
            return server;
        } finally {
            if (!started) {
                if (listener != null) {
                    listener.close();
                }
                node.close();
            }
        }
    }

    private static FileWatch watch(ServerSettings settings, Node node, @Nullable TlsContext tls) {
        FileWatch files = new FileWatch();
        TlsSettings keys = settings.tls();
        if (keys != null && tls != null) {
            files.add("TLS keys", keys.files().toList(), tls::reload);
        }
        Path users = settings.access().userFile();
        if (users != null) {
            files.add("users", List.of(users), node.access()::reload);
        }
        files.start();
        return files;
    }

    /**
     * Reads certificates, keys and users again, as happens by itself about a second after a file has changed. What cannot be read or
     * understood is logged and stays as it was. Connections that are open are not touched.
     */
    public void reload() {
        files.reload();
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
     * Returns where metrics and health are served over HTTP.
     *
     * @return the address with the port that was chosen, or null if the settings do not ask for it
     */
    public @Nullable InetSocketAddress httpAddress() {
        HttpEndpoint endpoint = http;
        return endpoint == null ? null : endpoint.address();
    }

    /**
     * Stops the server: accepts no more connections, finishes the requests that are under way, closes the connections within five
     * seconds, and drops all items. Closing again does nothing.
     */
    @Override
    public void close() {
        boolean first = closed.compareAndSet(false, true);
        if (first) {
            LOG.info("stopping: connections are ended when their requests are finished");
        }
        files.close();
        HttpEndpoint endpoint = http;
        if (endpoint != null) {
            endpoint.announceStop();
        }
        listener.close();
        if (endpoint != null) {
            // before the store, of which it tells
            endpoint.close();
        }
        node.close();
        if (first) {
            LOG.info("stopped");
        }
    }
}
