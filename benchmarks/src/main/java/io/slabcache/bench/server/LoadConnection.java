package io.slabcache.bench.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection of a load: it sends some requests at once, and is free again when all their answers are there. */
final class LoadConnection implements AutoCloseable {
    private static final int BUFFER_SIZE = 1 << 16;

    private final SocketChannel channel;
    private final Requests requests;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_SIZE);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_SIZE);
    private final int[] answerLengths;
    private int sent;
    private int answered;
    private long begin;

    /**
     * Connects.
     *
     * @param depth how many requests it sends at once
     */
    LoadConnection(int port, Requests requests, int depth, Selector selector) throws IOException {
        this.requests = requests;
        this.answerLengths = new int[depth];
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /**
     * Sends the next requests.
     *
     * @param now when they were to be sent
     */
    void send(long now) throws IOException {
        begin = now;
        answered = 0;
        sent = answerLengths.length;
        out.clear();
        for (int i = 0; i < sent; i++) {
            answerLengths[i] = requests.next(out);
        }
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Reads what is there and returns whether it is free. */
    boolean receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server must not close a connection: channel=" + channel);
        }
        int position = 0;
        while (answered < sent) {
            int length = requests.wire().answerLength(in, position, answerLengths[answered]);
            if (length < 0) {
                break;
            }
            position += length;
            answered++;
        }
        in.flip().position(position);
        in.compact();
        return answered == sent;
    }

    /** Returns when the requests under way were to be sent. */
    long begin() {
        return begin;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
