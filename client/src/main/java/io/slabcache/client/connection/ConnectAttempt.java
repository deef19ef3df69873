package io.slabcache.client.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One attempt to connect to one address. Whatever becomes of it, closing it leaves nothing but the channel that was kept.
 * Used by one thread; {@link #cancel} may be called by any.
 */
final class ConnectAttempt implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private boolean kept;

    /** Set once; read by the connecting thread whenever it wakes up. */
    private volatile boolean cancelled;

    ConnectAttempt() throws IOException {
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            selector = Selector.open();
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Connects, and makes the channel ready for {@link BlockingStream#await} with the selector. */
    void connect(InetSocketAddress address, Deadline deadline) throws IOException {
        channel.register(selector, SelectionKey.OP_CONNECT);
        boolean connected = channel.connect(address);
        while (!connected) {
            BlockingStream.await(selector, SelectionKey.OP_CONNECT, deadline, "connecting");
            connected = channel.finishConnect();
        }
        if (cancelled) {
            throw new ClosedChannelException();
        }
    }

    SocketChannel channel() {
        return channel;
    }

    Selector selector() {
        return selector;
    }

    /** Makes {@link #close} leave the channel open, registered nowhere. */
    void keep() {
        kept = true;
    }

    /** Makes the connecting thread fail soon. A channel that is kept already is closed too. */
    void cancel() throws IOException {
        cancelled = true;
        channel.close();
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        try {
            if (!kept) {
                channel.close();
            }
        } finally {
            selector.close();
        }
    }
}
