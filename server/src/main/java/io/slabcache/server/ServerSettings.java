package io.slabcache.server;

import io.slabcache.store.SlabStoreBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a server, checked when they are made. Immutable; made by a {@link ServerSettingsBuilder}.
 *
 * @param addresses where to listen, resolved; at least one
 * @param memory the bound on all bytes of the store, index included
 * @param maxItemSize the largest item as memcached counts it: key and value and some 60 bytes
 * @param evictions whether items are evicted when the memory is used up, or storing fails
 * @param threads how many threads serve connections
 * @param maxConnections how many connections may be open at a time
 * @param transport how sockets are read and written
 * @param idleTimeout how long a connection may be silent between requests, zero for ever
 * @param requestTimeout how long a connection may be silent within a request or while it is sent answers, zero for ever
 * @param maxPendingOutput how many bytes may wait for one client before its requests are no longer read
 * @param maxTotalOutput how many bytes may wait for all clients together before long answers are refused
 * @param insecure whether addresses other than loopback may be served without TLS and without authentication
 * @param tls where the keys of TLS are, null not to speak TLS
 * @param access who is let in and who may do what
 * @param httpPort the loopback port for metrics and health, 0 for one that is free, null for none
 * @param shutdownEnabled whether clients may end the server
 */
public record ServerSettings(
        List<InetSocketAddress> addresses,
        long memory,
        int maxItemSize,
        boolean evictions,
        int threads,
        int maxConnections,
        Transport transport,
        Duration idleTimeout,
        Duration requestTimeout,
        int maxPendingOutput,
        long maxTotalOutput,
        boolean insecure,
        @Nullable TlsSettings tls,
        AccessSettings access,
        @Nullable Integer httpPort,
        boolean shutdownEnabled) {
    /** The default port. */
    public static final int DEFAULT_PORT = 11211;

    /** The default memory in bytes. */
    public static final long DEFAULT_MEMORY = 64L << 20;

    /** The default of the largest item in bytes. */
    public static final int DEFAULT_MAX_ITEM_SIZE = 1 << 20;

    /** The least of the largest item in bytes. */
    public static final int MIN_MAX_ITEM_SIZE = 1 << 10;

    /** The most of the largest item in bytes. */
    public static final int MAX_MAX_ITEM_SIZE = 1 << 30;

    /** The default number of threads, where there are as many processors. */
    public static final int DEFAULT_THREADS = 4;

    /** The most threads. */
    public static final int MAX_THREADS = 1024;

    /** The default number of connections. */
    public static final int DEFAULT_MAX_CONNECTIONS = 1024;

    /** The most connections. */
    public static final int MAX_MAX_CONNECTIONS = 1_000_000;

    /** The default time within a request. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(60);

    /** The default bound on bytes that wait for one client. */
    public static final int DEFAULT_MAX_PENDING_OUTPUT = 256 << 10;

    /** The least bound on bytes that wait for one client. */
    public static final int MIN_MAX_PENDING_OUTPUT = 16 << 10;

    /** The least default of the bound on bytes that wait for all clients; with large items it is four of the largest. */
    public static final long DEFAULT_MAX_TOTAL_OUTPUT = 64L << 20;

    private static final int MAX_PORT = 0xffff;

    /** How much of the memory one item may take at most: a half. */
    private static final int ITEM_DIVISOR = 2;

    /**
     * Checks the settings.
     *
     * @param addresses where to listen, resolved; at least one
     * @param memory the bound on all bytes of the store, index included
     * @param maxItemSize the largest item as memcached counts it
     * @param evictions whether items are evicted when the memory is used up
     * @param threads how many threads serve connections
     * @param maxConnections how many connections may be open at a time
     * @param transport how sockets are read and written
     * @param idleTimeout how long a connection may be silent between requests, zero for ever
     * @param requestTimeout how long a connection may be silent within a request, zero for ever
     * @param maxPendingOutput how many bytes may wait for one client
     * @param maxTotalOutput how many bytes may wait for all clients together
     * @param insecure whether addresses other than loopback may be served without TLS and without authentication
     * @param tls where the keys of TLS are, null not to speak TLS
     * @param access who is let in and who may do what
     * @param httpPort the loopback port for metrics and health, null for none
     * @param shutdownEnabled whether clients may end the server
     * @throws IllegalArgumentException if a setting is out of its range, or an address needs what is not set
     */
    public ServerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("at least one address to listen on must be given: addresses=[]");
        }
        checkRange("memory", memory, SlabStoreBuilder.MIN_CAPACITY, SlabStoreBuilder.MAX_CAPACITY);
        checkRange("maxItemSize", maxItemSize, MIN_MAX_ITEM_SIZE, MAX_MAX_ITEM_SIZE);
        if (maxItemSize > memory / ITEM_DIVISOR) {
            throw new IllegalArgumentException("the largest item must not exceed half of the memory: maxItemSize="
                    + maxItemSize + ", memory=" + memory);
        }
        checkRange("threads", threads, 1, MAX_THREADS);
        checkRange("maxConnections", maxConnections, 1, MAX_MAX_CONNECTIONS);
        checkRange("maxPendingOutput", maxPendingOutput, MIN_MAX_PENDING_OUTPUT, Integer.MAX_VALUE);
        // a frame has some hundred bytes beside the item
        checkRange("maxTotalOutput", maxTotalOutput, 2L * Math.max(maxItemSize, maxPendingOutput), Long.MAX_VALUE);
        checkNotNegative("idleTimeout", idleTimeout);
        checkNotNegative("requestTimeout", requestTimeout);
        if (httpPort != null) {
            checkRange("httpPort", httpPort, 0, MAX_PORT);
        }
        for (InetSocketAddress address : addresses) {
            checkAddress(address, insecure || tls != null || access.requiresAuthentication());
        }
        boolean namesClients = access.requiresAuthentication() || (tls != null && tls.clientAuthorities() != null);
        if (!access.administrators().isEmpty() && !namesClients) {
            throw new IllegalArgumentException("administrators must be users or have certificates: give a user file or"
                    + " the authorities of clients' certificates: administrators=" + access.administrators());
        }
    }

    private static void checkRange(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(name + " must be within its range: " + name + "=" + value + ", least="
                    + least + ", greatest=" + greatest);
        }
    }

    private static void checkNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + name + "=" + value);
        }
    }

    private static void checkAddress(InetSocketAddress address, boolean open) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the address to listen on is unknown: address=" + address);
        }
        if (!address.getAddress().isLoopbackAddress() && !open) {
            throw new IllegalArgumentException(
                    "an address that other machines reach needs TLS (--tls-cert, --tls-key) or authentication"
                            + " (--auth-file), or --insecure to serve everybody: address=" + address);
        }
    }

    /**
     * Returns a builder with the default settings.
     *
     * @return a new builder
     */
    public static ServerSettingsBuilder builder() {
        return new ServerSettingsBuilder();
    }
}
