package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.MemcachedClient;

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
        if (settings.connectionsPerNode() > 0) {
            throw new UnsupportedOperationException("there are no connections yet: settings=" + settings);
        }
        throw new IllegalStateException("there are no connections yet");
    }
}
