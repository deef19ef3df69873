package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request that cannot be encoded to its end must not leave the beginning of a frame before the next request's. */
class AppendFaultTest {
    private static final IoThread.Ticker NO_TICKS = new IoThread.Ticker() {
        @Override
        public void tick(long now) {
            // Nothing is late here.
        }

        @Override
        public void ended() {
            // Nothing ends here.
        }
    };

    /** Fails in the middle of its frame, as one for whose value there is no memory. */
    private static final class Broken extends Request {
        @Override
        Opcode opcode() {
            return Opcode.SET;
        }

        @Override
        byte[] key() {
            return NO_BYTES;
        }

        @Override
        boolean isRepeatable() {
            return false;
        }

        @Override
        int opaqueCount() {
            return 1;
        }

        @Override
        long encodedLength() {
            return 100;
        }

        @Override
        void encode(OutputQueue out, int opaque, long tokenMask) {
            out.room(50).put(new byte[50]);
            throw new OutOfMemoryError("no memory in this test");
        }

        @Override
        boolean expects(int opcodeCode, int opaque) {
            return false;
        }

        @Override
        void accept(Response response, NodeCounters counters) {
            throw new IllegalStateException("there is no answer");
        }

        @Override
        boolean isLast(Response response) {
            return true;
        }
    }

    @Test
    void append_encodingFails_connectionIsClosedAndNothingSent() throws IOException {
        List<Connection> told = new ArrayList<>();
        IoThread io = new IoThread("append-fault", NO_TICKS);
        io.start();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
                Socket peer = listener.accept()) {
            channel.configureBlocking(false);
            Connection connection = new Connection(
                    new Connector.Connected(new PlainTransport(channel), "1.6.0", 0),
                    new Connection.Limits(8, 1 << 20, 1 << 20),
                    0,
                    io,
                    told::add);
            Broken broken = new Broken();
            broken.prepare(Thread.currentThread(), true, null, Long.MAX_VALUE);
            assertThatThrownBy(() -> connection.append(broken)).isInstanceOf(OutOfMemoryError.class);
            assertThat(connection.isClosed()).isTrue();
            assertThat(told).containsExactly(connection);
            assertThat(connection.append(broken)).isEqualTo(Connection.CLOSED);
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        } finally {
            io.close();
        }
    }
}
