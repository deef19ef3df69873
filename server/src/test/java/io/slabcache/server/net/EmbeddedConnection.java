package io.slabcache.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.slabcache.protocol.testing.Exchange;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.command.ThreadState;
import java.io.ByteArrayOutputStream;

/** A connection to a node without sockets: what arrives is cut where a test says, and no buffer can be lost unnoticed. */
public final class EmbeddedConnection implements Exchange.Connection, AutoCloseable {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private int cut = Integer.MAX_VALUE;
    private int piece = Integer.MAX_VALUE;

    /**
     * Connects.
     *
     * @param thread the state of a thread of the node's
     */
    public EmbeddedConnection(ThreadState thread) {
        ServerSettings settings = ServerSettings.builder().build();
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(new ConnectionHandler(new Connections(settings, "embedded"), thread, channel));
    }

    /** Cuts what is sent from now on in two, behind so many bytes. */
    public EmbeddedConnection cutBehind(int length) {
        cut = length;
        return this;
    }

    /** Cuts what is sent from now on into pieces of so many bytes. */
    public EmbeddedConnection inPiecesOf(int length) {
        piece = length;
        return this;
    }

    @Override
    public Exchange.Answer exchange(byte[] sent) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int from = 0;
        while (from < sent.length && channel.isOpen()) {
            int length = Math.min(from == 0 && cut > 0 ? Math.min(cut, piece) : piece, sent.length - from);
            ByteBuf bytes = allocator.directBuffer(length).writeBytes(sent, from, length);
            channel.writeInbound(bytes);
            from += length;
            take(answer);
        }
        return new Exchange.Answer(answer.toByteArray(), !channel.isOpen());
    }

    private void take(ByteArrayOutputStream answer) {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes).release();
            answer.writeBytes(bytes);
        }
    }

    /** Ends the connection and checks that every buffer was given back. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        long left = allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
        if (left != 0) {
            throw new AssertionError("every buffer must be given back: bytesLeft=" + left);
        }
    }
}
