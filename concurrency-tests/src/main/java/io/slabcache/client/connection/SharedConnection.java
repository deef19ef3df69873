package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** One connection for all rounds of a test, to a peer in this virtual machine that answers each NOOP with a NOOP. */
final class SharedConnection {
    /** What a caller sees of a request that has ended as it should. */
    static final int ANSWERED = 1;

    /** What a caller sees of a request whose answer did not come in time. */
    static final int TIMED_OUT = 2;

    private static final int OTHER = 3;

    /** Much longer than the peer takes, so that it is only reached when nobody looks after the connection. */
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(2);

    private static final int MAX_IN_FLIGHT = 64;
    private static final byte RESPONSE_MAGIC = (byte) 0x81;

    private final Connection connection;

    SharedConnection() {
        try {
            IoThread io = new IoThread("shared", new IoThread.Ticker() {
                @Override
                public void tick(long now) {
                    // Nothing is late here.
                }

                @Override
                public void ended() {
                    // It ends with the virtual machine.
                }
            });
            io.start();
            SocketChannel channel = SocketChannel.open(peer());
            channel.configureBlocking(false);
            connection = new Connection(
                    new Connector.Connected(new PlainTransport(channel), "1.6.0", 0),
                    new Connection.Limits(MAX_IN_FLIGHT, 1 << 20, 1 << 20),
                    0,
                    io,
                    closed -> {});
            io.execute(() -> {
                try {
                    connection.register(io.selector());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the peer and returns where it listens. */
    private static InetSocketAddress peer() throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> answer(listener), "peer");
        thread.setDaemon(true);
        thread.start();
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private static void answer(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            byte[] frame = new byte[FrameLayout.HEADER_LENGTH];
            while (true) {
                in.readFully(frame);
                frame[0] = RESPONSE_MAGIC;
                out.write(frame);
            }
        } catch (EOFException e) {
            // The test has ended.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends when there is room: callers that leave at once may be far ahead of the peer. */
    private boolean append(TestRequest request) {
        int appended = connection.append(request);
        while (appended == Connection.FULL) {
            Thread.yield();
            appended = connection.append(request);
        }
        return appended == Connection.APPENDED;
    }

    /** Asks and waits, as a caller does. */
    int call(boolean mayLead) {
        TestRequest request = new TestRequest();
        request.prepare(Thread.currentThread(), mayLead, null, System.nanoTime() + DEADLINE);
        if (!append(request)) {
            return OTHER;
        }
        connection.await(request);
        return switch (request.state()) {
            case Request.DONE -> request.answer == TestRequest.ANSWER ? ANSWERED : OTHER;
            case Request.ABANDONED -> TIMED_OUT;
            default -> OTHER;
        };
    }

    /** Asks and leaves at once, so that somebody else has to swallow the answer. */
    int callAndLeave() {
        TestRequest request = new TestRequest();
        request.prepare(Thread.currentThread(), true, null, System.nanoTime());
        if (!append(request)) {
            return OTHER;
        }
        connection.await(request);
        return request.state() == Request.ABANDONED || request.state() == Request.DONE ? ANSWERED : OTHER;
    }
}
