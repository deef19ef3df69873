package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One connection over a real socket whose other end the test holds, with a transport that does what the test wants. */
final class TestConnection implements AutoCloseable {
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private static final int MAX_IN_FLIGHT = 1024;
    private static final int MAX_LENGTH = 64 * 1024 * 1024;
    private static final int RECEIVE_BUFFER = 16 * 1024;

    final IoThread io;
    final HookedTransport transport;
    final Connection connection;

    /** The server's end, blocking. */
    final Socket peer;

    /** Called by the I/O thread's tick. */
    private volatile LongConsumer onTick = now -> {};

    /** What is done before something else is. */
    interface Hook {
        void run() throws IOException;
    }

    TestConnection() throws IOException {
        io = new IoThread("test", new IoThread.Ticker() {
            @Override
            public void tick(long now) {
                onTick.accept(now);
            }

            @Override
            public void ended() {
                // Nothing waits for it.
            }
        });
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReceiveBufferSize(RECEIVE_BUFFER);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
            peer = listener.accept();
            peer.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE));
            channel.configureBlocking(false);
            transport = new HookedTransport(new PlainTransport(channel));
        }
        connection = new Connection(
                new Connector.Connected(transport, "1.6.0", 0),
                new Connection.Limits(MAX_IN_FLIGHT, MAX_LENGTH, MAX_LENGTH),
                0,
                io,
                closed -> {});
    }

    /** Has the I/O thread serve the connection. */
    TestConnection start() {
        io.start();
        io.execute(this::register);
        return this;
    }

    void register() {
        try {
            connection.register(io.selector());
        } catch (IOException e) {
            connection.close(e);
        }
    }

    void onTick(LongConsumer task) {
        onTick = task;
    }

    /** Appends a request of a caller that waits, or of one that does not if there is a completion. */
    SingleRequest append(SingleRequest request, Request.@Nullable Completion completion) {
        return append(request, completion, System.nanoTime() + PATIENCE);
    }

    SingleRequest append(SingleRequest request, Request.@Nullable Completion completion, long deadline) {
        boolean mayLead = completion == null;
        request.prepare(mayLead ? Thread.currentThread() : null, mayLead, completion, deadline);
        if (connection.append(request) != Connection.APPENDED) {
            throw new AssertionError("the connection must take the request");
        }
        return request;
    }

    static SingleRequest noop() {
        return new SingleRequest().ask(Opcode.NOOP, Request.NO_BYTES);
    }

    static SingleRequest set(int valueLength) {
        return new SingleRequest().ask(Opcode.SET, new byte[] {'k'}, new byte[valueLength], 0, 0, 0);
    }

    /** Reads one request without a body and returns its header. */
    byte[] receiveHeader() throws IOException {
        byte[] header = new byte[FrameLayout.HEADER_LENGTH];
        new DataInputStream(peer.getInputStream()).readFully(header);
        return header;
    }

    /** Reads what the test does not look at. */
    void skip(long length) throws IOException {
        peer.getInputStream().skipNBytes(length);
    }

    /** Answers requests with success and nothing else, all in one packet. */
    void answer(byte[]... headers) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(headers.length * FrameLayout.HEADER_LENGTH);
        for (int i = 0; i < headers.length; i++) {
            frames.position(i * FrameLayout.HEADER_LENGTH);
            frames.put((byte) 0x81).put(headers[i][FrameLayout.OPCODE_OFFSET]);
            frames.position(i * FrameLayout.HEADER_LENGTH + FrameLayout.OPAQUE_OFFSET);
            frames.put(headers[i], FrameLayout.OPAQUE_OFFSET, Integer.BYTES);
        }
        peer.getOutputStream().write(frames.array());
    }

    @Override
    public void close() throws IOException {
        transport.release();
        connection.close(new IOException("the test has ended"));
        io.close();
        peer.close();
    }

    /** A connection in the clear that calls the test. */
    static final class HookedTransport implements Transport {
        private final Transport transport;
        private volatile Hook afterRead = () -> {};
        private volatile Hook afterWrite = () -> {};

        HookedTransport(Transport transport) {
            this.transport = transport;
        }

        void afterRead(Hook hook) {
            afterRead = hook;
        }

        void afterWrite(Hook hook) {
            afterWrite = hook;
        }

        /** Does what every transport does from now on. */
        void release() {
            afterRead = () -> {};
            afterWrite = () -> {};
        }

        @Override
        public SocketChannel channel() {
            return transport.channel();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int length = transport.read(target);
            afterRead.run();
            return length;
        }

        @Override
        public boolean hasBufferedInput() {
            return transport.hasBufferedInput();
        }

        @Override
        public long write(ByteBuffer[] sources, int count) throws IOException {
            long taken = transport.write(sources, count);
            afterWrite.run();
            return taken;
        }

        @Override
        public boolean flush() throws IOException {
            return transport.flush();
        }

        @Override
        public void close() throws IOException {
            transport.close();
        }
    }
}
