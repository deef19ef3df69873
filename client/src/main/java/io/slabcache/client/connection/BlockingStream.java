package io.slabcache.client.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Blocking input and output over a transport that never blocks, for conversations of one thread: what comes before the
 * requests of a connection, and text commands. A failure leaves the transport open; its owner closes it.
 */
final class BlockingStream {
    private final Transport transport;
    private final Selector selector;
    private final ByteBuffer[] single = new ByteBuffer[1];

    /** What has to be done next and by when, for waits and messages. */
    private Deadline deadline;

    /**
     * Creates a stream.
     *
     * @param transport not closed by this
     * @param selector the transport's channel must be registered with it, and nothing else
     * @param deadline for everything that follows, until there is another
     */
    BlockingStream(Transport transport, Selector selector, Deadline deadline) {
        this.transport = transport;
        this.selector = selector;
        this.deadline = deadline;
    }

    Deadline deadline() {
        return deadline;
    }

    void setDeadline(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Sends all bytes from the buffer's position to its limit. */
    void send(ByteBuffer bytes) throws IOException {
        single[0] = bytes;
        while (bytes.hasRemaining()) {
            if (transport.write(single, 1) == 0) {
                await(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, deadline, "sending");
            }
        }
        while (!transport.flush()) {
            await(selector, SelectionKey.OP_WRITE, deadline, "sending");
        }
    }

    /**
     * Receives at least one byte.
     *
     * @param in written to from its position on
     * @throws EOFException if the peer has closed the connection
     */
    void receive(ByteBuffer in) throws IOException {
        int count = transport.read(in);
        while (count == 0) {
            await(selector, SelectionKey.OP_READ, deadline, "receiving");
            count = transport.read(in);
        }
        if (count < 0) {
            throw new EOFException("connection must not end before the answer");
        }
    }

    /**
     * Waits until the channel is ready, or appears to be.
     *
     * @param selector with one channel
     * @param interest what to wait for
     * @param deadline until when
     * @param what for the message
     */
    static void await(Selector selector, int interest, Deadline deadline, String what) throws IOException {
        long millis = deadline.millisLeft(what);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(what + " was interrupted");
        }
        try {
            for (SelectionKey key : selector.keys()) {
                key.interestOps(interest);
            }
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (CancelledKeyException | ClosedSelectorException e) {
            ClosedChannelException closed = new ClosedChannelException();
            closed.initCause(e);
            throw closed;
        }
    }
}
