package io.slabcache.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.slabcache.protocol.testing.Exchange;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.command.ThreadState;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a node without sockets: what arrives is cut where a test says, answers are taken at once or as late as possible, and
 * no buffer can be lost and no failure can happen unnoticed.
 */
public final class EmbeddedConnection implements Exchange.Connection, AutoCloseable {
    /** A connection that does not go on after so many seconds in which its client takes everything never will. */
    private static final int MOST_SECONDS = 100;

    private final UnpooledByteBufAllocator allocator;
    private final HoldingChannel channel = new HoldingChannel();
    private final Connections connections;

    private int cut = Integer.MAX_VALUE;
    private int rest;
    private int piece = Integer.MAX_VALUE;
    private boolean takesLate;
    private long mostMemory;

    /** A channel whose other side takes nothing while a test says so. */
    private static final class HoldingChannel extends EmbeddedChannel {
        boolean holding;

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (!holding) {
                super.doWrite(in);
            }
        }
    }

    /**
     * Connects to a node with the default settings. Buffers are counted, which finds every loss; where one was used last, which takes
     * most of the time, is not recorded.
     *
     * @param thread the state of a thread of the node's
     */
    public EmbeddedConnection(ThreadState thread) {
        this(thread, ServerSettings.builder().build(), false);
    }

    /**
     * Connects.
     *
     * @param thread the state of a thread of the node's
     * @param settings the node's settings
     */
    public EmbeddedConnection(ThreadState thread, ServerSettings settings) {
        this(thread, settings, true);
    }

    private EmbeddedConnection(ThreadState thread, ServerSettings settings, boolean recordsUse) {
        allocator = new UnpooledByteBufAllocator(true, !recordsUse);
        connections = new Connections(settings, "embedded");
        channel.config().setAllocator(allocator);
        channel.config().setWriteBufferWaterMark(Listener.waterMark(settings));
        channel.pipeline().addLast(new ConnectionHandler(connections, thread, channel));
    }

    /** Cuts what is sent from now on in two, behind so many bytes. */
    public EmbeddedConnection cutBehind(int length) {
        cut = length;
        return this;
    }

    /** Cuts what is sent from now on in two, before so many of its last bytes. */
    public EmbeddedConnection cutBefore(int length) {
        rest = length;
        return this;
    }

    /** Cuts what is sent from now on into pieces of so many bytes. */
    public EmbeddedConnection inPiecesOf(int length) {
        piece = length;
        return this;
    }

    /** Takes answers only when the node does not read on otherwise, and at the end. */
    public EmbeddedConnection takingLate() {
        takesLate = true;
        return this;
    }

    @Override
    public Exchange.Answer exchange(byte[] sent) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int from = 0;
        channel.holding = takesLate;
        while (from < sent.length && channel.isOpen()) {
            int length = Math.min(from == 0 ? firstLength(sent.length) : piece, sent.length - from);
            ByteBuf bytes = allocator.directBuffer(length).writeBytes(sent, from, length);
            channel.writeInbound(bytes);
            from += length;
            mostMemory = Math.max(mostMemory, memory());
            take(answer);
            awaitReading(answer);
        }
        takeAll(answer);
        return new Exchange.Answer(answer.toByteArray(), !channel.isOpen());
    }

    private int firstLength(int length) {
        int first = rest > 0 && rest < length ? length - rest : cut;
        return first > 0 ? Math.min(first, piece) : piece;
    }

    /** Takes what waits, second by second, until the node reads on. */
    private void awaitReading(ByteArrayOutputStream answer) {
        for (int second = 0; channel.isOpen() && !channel.config().isAutoRead(); second++) {
            if (second > MOST_SECONDS) {
                throw new AssertionError("a client that takes everything must be served again: seconds=" + second);
            }
            takeAll(answer);
            channel.holding = takesLate;
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
            mostMemory = Math.max(mostMemory, memory());
        }
    }

    private void takeAll(ByteArrayOutputStream answer) {
        channel.holding = false;
        channel.flush();
        channel.runPendingTasks();
        take(answer);
    }

    private void take(ByteArrayOutputStream answer) {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes).release();
            answer.writeBytes(bytes);
        }
    }

    private long memory() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    /** Returns the most bytes that the connection's buffers have held at once, as seen between two arrivals. */
    public long mostMemory() {
        return mostMemory;
    }

    /** Ends the connection and checks that every buffer was given back, and that nothing in the node went wrong. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        if (memory() != 0) {
            throw new AssertionError("every buffer must be given back: bytesLeft=" + memory());
        }
        if (connections.failed() != 0) {
            throw new AssertionError("nothing that a client sends may fail in the node; the log says what did");
        }
        if (connections.pendingOutput() != 0) {
            throw new AssertionError(
                    "the budget for answers must be whole again: pendingOutput=" + connections.pendingOutput());
        }
    }
}
