package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.Credentials;
import io.slabcache.client.NodeAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Connects by TCP and, as the settings say, TLS, authenticates, and asks the server for what a connection has to know. All of
 * it is one attempt with one deadline.
 */
final class SocketConnector implements Connector {
    private final Dialer dialer;
    private final @Nullable SaslAuthentication authentication;

    SocketConnector(ClientSettings settings, HostResolver resolver) {
        dialer = new Dialer(settings.connectTimeout(), resolver, TlsClient.of(settings));
        Credentials credentials = settings.credentials();
        authentication = credentials == null
                ? null
                : new SaslAuthentication(
                        credentials,
                        settings.allowPlainWithoutTls(),
                        settings.allowMissingAuthentication(),
                        SaslAuthentication::randomNonce);
    }

    @Override
    public Connected connect(NodeAddress node) throws IOException {
        return dialer.dial(node, this::prepare);
    }

    private Connected prepare(Transport transport, BlockingStream stream) throws IOException {
        BinaryConversation conversation = new BinaryConversation(stream);
        if (authentication != null) {
            authentication.authenticate(conversation, dialer.encrypts());
        }
        ServerProbe probe = ServerProbe.ask(conversation);
        return new Connected(transport, probe.version(), probe.maxItemSize());
    }

    @Override
    public void close() {
        dialer.close();
    }
}
