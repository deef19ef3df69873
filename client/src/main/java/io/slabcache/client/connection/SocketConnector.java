package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.NodeAddress;
import java.io.IOException;

/** Connects by TCP and, as the settings say, TLS, and asks the server for what a connection has to know. */
final class SocketConnector implements Connector {
    private final Dialer dialer;

    SocketConnector(ClientSettings settings, HostResolver resolver) {
        dialer = new Dialer(
                settings.connectTimeout(),
                resolver,
                settings.sslContext() == null ? null : new TlsClient(settings.sslContext(), settings.verifyHostName()));
    }

    @Override
    public Connected connect(NodeAddress node) throws IOException {
        return dialer.dial(node, SocketConnector::prepare);
    }

    private static Connected prepare(Transport transport, BlockingStream stream) throws IOException {
        ServerProbe probe = ServerProbe.ask(new BinaryConversation(stream));
        return new Connected(transport, probe.version(), probe.maxItemSize());
    }

    @Override
    public void close() {
        dialer.close();
    }
}
