package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.TextAnswer;
import io.slabcache.protocol.TextAnswerDecoder;
import io.slabcache.protocol.TextRequestEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection for text commands, which lasts. Used by one thread; {@link #close} may be called by any. */
final class TextConnection implements AutoCloseable {
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int MAX_LINE_LENGTH = 512;

    /**
     * A server that speaks the binary protocol alone waits for a whole header, of 24 bytes, before it sees that this is none.
     * Three versions are longer than that.
     */
    private static final int VERSIONS = 3;

    private final Transport transport;
    private final Selector selector;
    private final BlockingStream stream;
    private final TextConversation conversation;

    private TextConnection(Transport transport, Selector selector, Deadline deadline) {
        this.transport = transport;
        this.selector = selector;
        this.stream = new BlockingStream(transport, selector, deadline);
        this.conversation = new TextConversation(stream, BUFFER_LENGTH);
    }

    /**
     * Connects to a server and makes sure that it takes text.
     *
     * @param dialer connects
     * @param node where to
     * @return a new connection, to be closed
     */
    static TextConnection open(Dialer dialer, NodeAddress node) throws IOException {
        return dialer.dial(node, (transport, stream) -> {
            Selector selector = Selector.open();
            try {
                transport.channel().register(selector, SelectionKey.OP_READ);
                TextConnection connection = new TextConnection(transport, selector, stream.deadline());
                connection.greet();
                return connection;
            } catch (IOException | RuntimeException e) {
                selector.close();
                throw e;
            }
        });
    }

    private void greet() throws IOException {
        conversation.send(out -> {
            for (int i = 0; i < VERSIONS; i++) {
                TextRequestEncoder.version(out);
            }
        });
        TextAnswerDecoder line = new TextAnswerDecoder(MAX_LINE_LENGTH);
        try {
            for (int i = 0; i < VERSIONS; i++) {
                conversation.receive(in -> line.decode(in) ? line : null);
                if (line.answer() != TextAnswer.VERSION) {
                    throw new IOException("server must take text commands without authentication (-Y): answer="
                            + line.answer() + " " + line.text());
                }
            }
        } catch (EOFException e) {
            throw new IOException(
                    "server must take text commands: one with SASL (-S) or for the binary protocol only (-B binary)"
                            + " does not",
                    e);
        }
    }

    /** Sends a command, written by an encoder of the protocol. */
    void send(Consumer<ByteBuffer> encoder, Deadline deadline) throws IOException {
        stream.setDeadline(deadline);
        conversation.send(encoder);
    }

    /** Receives as {@link TextConversation#receive} does. */
    <T> T receive(Function<ByteBuffer, @Nullable T> decoder, Deadline deadline) throws IOException {
        stream.setDeadline(deadline);
        return conversation.receive(decoder);
    }

    /** Ends the connection; a thread that waits for an answer fails. */
    @Override
    public void close() throws IOException {
        try {
            transport.close();
        } finally {
            selector.close();
        }
    }
}
