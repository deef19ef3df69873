package io.slabcache.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a server. Not safe for use by several threads at once. */
public final class ServerSettingsBuilder {
    private static final long ITEMS_OF_OUTPUT = 4;

    private final List<String> listen = new ArrayList<>();
    private int port = ServerSettings.DEFAULT_PORT;
    private long memory = ServerSettings.DEFAULT_MEMORY;
    private int maxItemSize = ServerSettings.DEFAULT_MAX_ITEM_SIZE;
    private boolean evictions = true;
    private int threads =
            Math.min(ServerSettings.DEFAULT_THREADS, Runtime.getRuntime().availableProcessors());
    private int maxConnections = ServerSettings.DEFAULT_MAX_CONNECTIONS;
    private Transport transport = Transport.AUTO;
    private Duration idleTimeout = Duration.ZERO;
    private Duration requestTimeout = ServerSettings.DEFAULT_REQUEST_TIMEOUT;
    private int maxPendingOutput = ServerSettings.DEFAULT_MAX_PENDING_OUTPUT;
    private long maxTotalOutput;
    private boolean insecure;
    private boolean shutdownEnabled;
    private @Nullable TlsSettings tls;
    private AccessSettings access = AccessSettings.OPEN;
    private @Nullable Integer httpPort;

    ServerSettingsBuilder() {}

    /**
     * Adds an address to listen on; without one it is the loopback address.
     *
     * @param address a host name or address, with a port behind a colon if not the common one; IPv6 with a port in brackets
     * @return this builder
     */
    public ServerSettingsBuilder listen(String address) {
        listen.add(address);
        return this;
    }

    /**
     * Sets the port of addresses that name none.
     *
     * @param port 1 to 65535, or 0 for one that is free
     * @return this builder
     */
    public ServerSettingsBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * Bounds all bytes of the store, index included.
     *
     * @param bytes the default is {@link ServerSettings#DEFAULT_MEMORY}
     * @return this builder
     */
    public ServerSettingsBuilder memory(long bytes) {
        this.memory = bytes;
        return this;
    }

    /**
     * Bounds one item as memcached counts it: key and value and some 60 bytes.
     *
     * @param bytes the default is {@link ServerSettings#DEFAULT_MAX_ITEM_SIZE}
     * @return this builder
     */
    public ServerSettingsBuilder maxItemSize(int bytes) {
        this.maxItemSize = bytes;
        return this;
    }

    /**
     * Sets what happens when the memory is used up.
     *
     * @param evictions whether items are evicted, which is the default; else storing fails
     * @return this builder
     */
    public ServerSettingsBuilder evictions(boolean evictions) {
        this.evictions = evictions;
        return this;
    }

    /**
     * Sets how many threads serve connections.
     *
     * @param threads the default is {@link ServerSettings#DEFAULT_THREADS}, or fewer where there are fewer processors
     * @return this builder
     */
    public ServerSettingsBuilder threads(int threads) {
        this.threads = threads;
        return this;
    }

    /**
     * Bounds the connections that are open at a time.
     *
     * @param maxConnections the default is {@link ServerSettings#DEFAULT_MAX_CONNECTIONS}
     * @return this builder
     */
    public ServerSettingsBuilder maxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
        return this;
    }

    /**
     * Sets how sockets are read and written.
     *
     * @param transport the default is {@link Transport#AUTO}
     * @return this builder
     */
    public ServerSettingsBuilder transport(Transport transport) {
        this.transport = transport;
        return this;
    }

    /**
     * Bounds the time for which a connection may be silent between requests.
     *
     * @param idleTimeout zero, the default, for ever; otherwise about to the second
     * @return this builder
     */
    public ServerSettingsBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        return this;
    }

    /**
     * Bounds the time for which a connection may be silent within a request, or take nothing of its answers.
     *
     * @param requestTimeout zero for ever; the default is {@link ServerSettings#DEFAULT_REQUEST_TIMEOUT}
     * @return this builder
     */
    public ServerSettingsBuilder requestTimeout(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
        return this;
    }

    /**
     * Bounds the bytes that wait for one client. Beyond it the client's requests are not read until it has taken answers; one more
     * answer may be on its way.
     *
     * @param bytes the default is {@link ServerSettings#DEFAULT_MAX_PENDING_OUTPUT}
     * @return this builder
     */
    public ServerSettingsBuilder maxPendingOutput(int bytes) {
        this.maxPendingOutput = bytes;
        return this;
    }

    /**
     * Bounds the bytes that wait for all clients together. At half of it connections that take none of their answers are closed; beyond
     * it answers longer than a buffer are refused as for lack of memory.
     *
     * @param bytes at least twice the largest item; the default is {@link ServerSettings#DEFAULT_MAX_TOTAL_OUTPUT} or, if that is more,
     *     four times the largest item
     * @return this builder
     */
    public ServerSettingsBuilder maxTotalOutput(long bytes) {
        this.maxTotalOutput = bytes;
        return this;
    }

    /**
     * Allows addresses other than loopback without TLS and without authentication.
     *
     * @param insecure the default is false
     * @return this builder
     */
    public ServerSettingsBuilder insecure(boolean insecure) {
        this.insecure = insecure;
        return this;
    }

    /**
     * Lets clients end the server by the command {@code shutdown}.
     *
     * @param enabled the default is false
     * @return this builder
     */
    public ServerSettingsBuilder shutdownEnabled(boolean enabled) {
        this.shutdownEnabled = enabled;
        return this;
    }

    /**
     * Has all connections speak TLS, 1.2 or later.
     *
     * @param tls where the keys are; null, the default, not to speak TLS
     * @return this builder
     */
    public ServerSettingsBuilder tls(@Nullable TlsSettings tls) {
        this.tls = tls;
        return this;
    }

    /**
     * Sets who is let in and who may do what.
     *
     * @param access the default is {@link AccessSettings#OPEN}
     * @return this builder
     */
    public ServerSettingsBuilder access(AccessSettings access) {
        this.access = access;
        return this;
    }

    /**
     * Offers metrics and health over HTTP on the loopback address, and measures the times of operations for them.
     *
     * @param port 1 to 65535, or 0 for one that is free
     * @return this builder
     */
    public ServerSettingsBuilder httpPort(int port) {
        this.httpPort = port;
        return this;
    }

    /**
     * Checks the settings. Names of hosts are resolved here.
     *
     * @return the settings
     * @throws IllegalArgumentException if a setting is out of its range, or an address needs what is not set
     */
    public ServerSettings build() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        if (listen.isEmpty()) {
            addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), checkedPort(port)));
        }
        for (String address : listen) {
            addresses.add(parse(address));
        }
        return new ServerSettings(
                addresses,
                memory,
                maxItemSize,
                evictions,
                threads,
                maxConnections,
                transport,
                idleTimeout,
                requestTimeout,
                maxPendingOutput,
                maxTotalOutput == 0 ? defaultMaxTotalOutput() : maxTotalOutput,
                insecure,
                tls,
                access,
                httpPort,
                shutdownEnabled);
    }

    private long defaultMaxTotalOutput() {
        return Math.max(
                ServerSettings.DEFAULT_MAX_TOTAL_OUTPUT, ITEMS_OF_OUTPUT * Math.max(maxItemSize, maxPendingOutput));
    }

    private InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        boolean bracketed = address.startsWith("[");
        boolean hasPort = bracketed ? colon > address.indexOf(']') : colon >= 0 && colon == address.indexOf(':');
        String host = hasPort ? address.substring(0, colon) : address;
        if (bracketed && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the address to listen on must name a host: address=" + address);
        }
        return new InetSocketAddress(host, hasPort ? parsePort(address, colon) : checkedPort(port));
    }

    private static int parsePort(String address, int colon) {
        try {
            return checkedPort(Integer.parseInt(address.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the port must be a number: address=" + address, e);
        }
    }

    private static int checkedPort(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("the port must be between 0 and 65535: port=" + port);
        }
        return port;
    }
}
