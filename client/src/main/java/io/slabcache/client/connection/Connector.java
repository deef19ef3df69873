package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import java.io.IOException;

/** Makes connections that are ready for requests: resolved anew, encrypted and authenticated. May block. */
interface Connector {
    /**
     * Connects to a node.
     *
     * @param node where to
     * @return the connection, with what the server told about itself
     * @throws IOException if it cannot be made within the connect timeout, which leaves no socket behind
     */
    Connected connect(NodeAddress node) throws IOException;

    /** Gives up attempts that are under way, which then fail. */
    void close();

    /**
     * A connection that is ready.
     *
     * @param transport the connection
     * @param version what the server calls itself
     * @param maxItemSize the server's {@code item_size_max} in bytes, 0 if it did not tell
     */
    record Connected(Transport transport, String version, long maxItemSize) {}
}
