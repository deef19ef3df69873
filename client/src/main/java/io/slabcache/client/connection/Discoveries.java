package io.slabcache.client.connection;

import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes what {@link Discovery} offers. */
public final class Discoveries {
    /** How long a configuration endpoint may take to connect and answer. The client works on meanwhile. */
    static final Duration ENDPOINT_TIMEOUT = Duration.ofSeconds(5);

    private Discoveries() {}

    /**
     * Returns a discovery by name.
     *
     * @param names names to resolve, each with its nodes' port
     * @param interval positive
     * @return the discovery
     */
    public static Discovery dns(List<NodeAddress> names, Duration interval) {
        return new DnsDiscovery(names, interval, HostResolver.SYSTEM);
    }

    /**
     * Returns a discovery by a configuration endpoint.
     *
     * @param endpoint where to ask
     * @param interval positive
     * @param context for TLS, null for none
     * @param verifyHostName whether the certificate must be the endpoint's
     * @return the discovery
     */
    public static Discovery elastiCache(
            NodeAddress endpoint, Duration interval, @Nullable SSLContext context, boolean verifyHostName) {
        TlsClient tls = context == null ? null : new TlsClient(context, verifyHostName);
        return new ElastiCacheDiscovery(endpoint, interval, new Dialer(ENDPOINT_TIMEOUT, HostResolver.SYSTEM, tls));
    }

    static void requirePositive(Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval must be positive: interval=" + interval);
        }
    }
}
