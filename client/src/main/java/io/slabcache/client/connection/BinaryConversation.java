package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.FrameState;
import io.slabcache.protocol.MalformedFrameException;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.ResponseDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Requests and responses one after the other, on a connection that is not yet used for anything else. */
final class BinaryConversation {
    /** The longest body to accept: a version, a setting, a challenge. */
    private static final int MAX_BODY_LENGTH = 16 * 1024;

    private final BlockingStream stream;
    private final ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
    private final ByteBuffer in =
            ByteBuffer.allocate(FrameLayout.HEADER_LENGTH + MAX_BODY_LENGTH).limit(0);
    private int lastOpaque;

    BinaryConversation(BlockingStream stream) {
        this.stream = stream;
    }

    /** Returns a number for the next request. */
    int nextOpaque() {
        return ++lastOpaque;
    }

    /** Sends requests, written to the buffer up to its position. */
    void send(ByteBuffer requests) throws IOException {
        stream.send(requests.flip());
    }

    /**
     * Receives the next response. What the decoder tells holds until the next call.
     *
     * @param opcode what must be answered
     * @param opaque the request's number
     * @return the decoder with a complete frame
     * @throws IOException if there is no such response in time
     */
    ResponseDecoder receive(Opcode opcode, int opaque) throws IOException {
        try {
            while (decoder.decode(in) != FrameState.COMPLETE) {
                in.compact();
                try {
                    stream.receive(in);
                } finally {
                    in.flip();
                }
            }
        } catch (MalformedFrameException e) {
            throw new IOException("server must speak memcached's binary protocol: opcode=" + opcode, e);
        }
        if (decoder.opcode() != opcode || decoder.opaque() != opaque) {
            throw new IOException("response must answer the request: opcode=" + opcode + ", opaque=" + opaque
                    + ", answeredOpcode=" + decoder.opcodeCode() + ", answeredOpaque=" + decoder.opaque());
        }
        in.position(decoder.endOffset());
        return decoder;
    }

    /** Refuses bytes that answer nothing: the connection would be out of step from its first request on. */
    void end() throws IOException {
        if (in.hasRemaining()) {
            throw new IOException("server must not send more than the answers: bytes=" + in.remaining());
        }
    }
}
