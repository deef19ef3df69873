package io.slabcache.server;

import com.google.errorprone.annotations.Immutable;
import java.time.Duration;

/** The Java clients that others have written, in each protocol that they speak. */
enum JavaClient {
    SPYMEMCACHED_TEXT(SpymemcachedClient::text),
    SPYMEMCACHED_BINARY(SpymemcachedClient::binary),
    XMEMCACHED_TEXT(XmemcachedClient::text),
    XMEMCACHED_BINARY(XmemcachedClient::binary),
    FOLSOM_TEXT(FolsomClient::text),
    FOLSOM_BINARY(FolsomClient::binary);

    /** How long an answer may take on a machine that does much else. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Connector connector;

    /** Connects to a port of this machine. */
    @Immutable
    private interface Connector {
        OtherClient connect(int port) throws Exception;
    }

    JavaClient(Connector connector) {
        this.connector = connector;
    }

    /** Connects to a port of this machine. */
    OtherClient connect(int port) throws Exception {
        return connector.connect(port);
    }
}
