package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes engines for connections to nodes.
 *
 * @param context says what is trusted
 * @param verifyHostName whether a certificate must be for the name that the node is configured with
 */
record TlsClient(SSLContext context, boolean verifyHostName) {
    /** What is safe. A context may enable less, and anything else it enables is left out. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private static final AtomicInteger ENGINES = new AtomicInteger();

    /** Returns what the settings say, null if they say nothing of TLS. */
    static @Nullable TlsClient of(ClientSettings settings) {
        SSLContext context = settings.sslContext();
        return context == null ? null : new TlsClient(context, settings.verifyHostName());
    }

    SSLEngine engine(NodeAddress node) throws SSLException {
        String name = withoutFinalDot(node.host());
        // Under a port of its own no session is found again and resumed: memcached 1.6 breaks off the handshake of a
        // session that is resumed when it wants certificates. Nothing but the look for sessions uses the port.
        SSLEngine engine = context.createSSLEngine(name, ENGINES.incrementAndGet());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        String[] enabled = parameters.getProtocols();
        List<String> protocols = new ArrayList<>();
        for (String protocol : enabled) {
            if (PROTOCOLS.contains(protocol)) {
                protocols.add(protocol);
            }
        }
        if (protocols.isEmpty()) {
            throw new SSLException("context must enable one of the protocols: protocols=" + PROTOCOLS + ", enabled="
                    + List.of(enabled));
        }
        parameters.setProtocols(protocols.toArray(new String[0]));
        if (verifyHostName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        SNIHostName serverName = serverName(name);
        if (serverName != null) {
            parameters.setServerNames(List.of(serverName));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Returns the name to ask the server for; an address is none, nor is what TLS does not allow as a name. */
    private static @Nullable SNIHostName serverName(String name) {
        boolean address = name.indexOf(':') >= 0;
        boolean digitsAndDots = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            digitsAndDots &= c == '.' || (c >= '0' && c <= '9');
        }
        if (address || digitsAndDots) {
            return null;
        }
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            // A name such as "cache_1": servers are found by it, TLS cannot say it.
            return null;
        }
    }

    private static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
