package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Both ends of a TLS connection. */
final class TestTls {
    private TestTls() {}

    /** Puts the server's side of TLS on an accepted socket, which stays open when that is closed. */
    static SSLSocket accept(SSLContext context, Socket socket, String protocol) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] {protocol});
        return tls;
    }

    /** The client's side, with the selector that blocking conversations need. */
    static final class Client implements AutoCloseable {
        final TlsTransport transport;
        private final ConnectAttempt attempt;

        Client(NodeAddress node, TlsClient tls) throws IOException {
            attempt = new ConnectAttempt();
            Deadline deadline = deadline();
            attempt.connect(new InetSocketAddress(node.host(), node.port()), deadline);
            transport = new TlsTransport(attempt.channel(), tls.engine(node));
            transport.handshake(attempt.selector(), deadline);
        }

        static Deadline deadline() {
            return Deadline.in(Duration.ofSeconds(60));
        }

        BlockingStream stream() {
            return new BlockingStream(transport, attempt.selector(), deadline());
        }

        void await(int interest) throws IOException {
            BlockingStream.await(attempt.selector(), interest, deadline(), "waiting in a test");
        }

        byte[] receive(int length) throws IOException {
            ByteBuffer in = ByteBuffer.allocate(length);
            while (in.hasRemaining()) {
                stream().receive(in);
            }
            return in.array();
        }

        @Override
        public void close() throws IOException {
            transport.close();
            attempt.close();
        }
    }
}
