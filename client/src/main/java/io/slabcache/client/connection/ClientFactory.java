package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.MemcachedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadFactory;

/** Opens clients. */
public final class ClientFactory {
    private ClientFactory() {}

    /**
     * Opens a client.
     *
     * @param settings checked settings
     * @return an open client
     */
    public static MemcachedClient open(ClientSettings settings) {
        return open(settings, new SocketConnector(settings, HostResolver.SYSTEM));
    }

    /** Opens a client that connects as it is told. */
    static MemcachedClient open(ClientSettings settings, Connector connector) {
        return open(settings, connector, Thread::new);
    }

    /** Opens a client whose blocking tasks run on threads of a factory. */
    static MemcachedClient open(ClientSettings settings, Connector connector, ThreadFactory threads) {
        try {
            Cluster cluster = new Cluster(settings, connector, threads);
            cluster.start();
            return new DefaultMemcachedClient(settings, cluster);
        } catch (IOException e) {
            throw new UncheckedIOException("client must have a selector and its nodes: name=" + settings.name(), e);
        }
    }
}
