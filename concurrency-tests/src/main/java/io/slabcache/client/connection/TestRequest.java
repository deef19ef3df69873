package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;

/** A NOOP whose answer is one number, written like every answer: before the state. */
final class TestRequest extends Request {
    static final int ANSWER = 42;

    int answer;

    TestRequest() {
        prepare(null, false, null, Long.MAX_VALUE);
    }

    @Override
    Opcode opcode() {
        return Opcode.NOOP;
    }

    @Override
    byte[] key() {
        return SingleRequest.NO_BYTES;
    }

    @Override
    boolean isRepeatable() {
        return true;
    }

    @Override
    int opaqueCount() {
        return 1;
    }

    @Override
    long encodedLength() {
        return FrameLayout.HEADER_LENGTH;
    }

    @Override
    void encode(OutputQueue out, int opaque, long tokenMask) {
        RequestEncoder.bare(out.room(FrameLayout.HEADER_LENGTH), Opcode.NOOP, opaque);
    }

    @Override
    boolean expects(int opcodeCode, int opaque) {
        return opcodeCode == Opcode.NOOP.code() && opaque == firstOpaque;
    }

    @Override
    void accept(Response response, NodeCounters counters) {
        answer = ANSWER;
    }

    @Override
    boolean isLast(Response response) {
        return true;
    }
}
