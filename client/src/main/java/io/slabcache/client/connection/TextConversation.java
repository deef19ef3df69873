package io.slabcache.client.connection;

import io.slabcache.protocol.MalformedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Text commands and their answers, one after the other, on a connection of their own. Used by one thread. */
final class TextConversation {
    private static final int MAX_COMMAND_LENGTH = 64;

    private final BlockingStream stream;
    private final ByteBuffer in;

    /**
     * Creates a conversation.
     *
     * @param stream where to talk
     * @param bufferLength what a decoder must be able to see at once
     */
    TextConversation(BlockingStream stream, int bufferLength) {
        this.stream = stream;
        this.in = ByteBuffer.allocate(bufferLength).limit(0);
    }

    /** Sends a command, written by an encoder of the protocol. */
    void send(Consumer<ByteBuffer> encoder) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(MAX_COMMAND_LENGTH);
        encoder.accept(out);
        stream.send(out.flip());
    }

    /**
     * Receives until a decoder has found what it looks for.
     *
     * @param decoder returns null as long as it needs more bytes, and consumes the others
     * @return what it has found
     */
    <T> T receive(Function<ByteBuffer, @Nullable T> decoder) throws IOException {
        try {
            T found = decoder.apply(in);
            while (found == null) {
                in.compact();
                try {
                    if (!in.hasRemaining()) {
                        throw new IOException("answer must not exceed the buffer: capacity=" + in.capacity());
                    }
                    stream.receive(in);
                } finally {
                    in.flip();
                }
                found = decoder.apply(in);
            }
            return found;
        } catch (MalformedFrameException e) {
            throw new IOException("server must answer as memcached does: cause=" + e.getMessage(), e);
        }
    }
}
