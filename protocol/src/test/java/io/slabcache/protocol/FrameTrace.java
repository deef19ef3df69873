package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** What a decoder has found in a stream: reads every field of every frame and adds it up. */
final class FrameTrace {
    private final CRC32 sum = new CRC32();
    private int frames;
    private int consumed;
    private boolean malformed;

    /** Reads all whole frames from the buffer's position on. */
    void readAll(FrameDecoder decoder, ByteBuffer in) {
        try {
            while (decoder.decode(in) == FrameState.COMPLETE) {
                read(decoder);
                if (decoder.endOffset() < in.position() + FrameLayout.HEADER_LENGTH
                        || decoder.endOffset() > in.limit()) {
                    throw new AssertionError("frame must lie in the buffer: endOffset=" + decoder.endOffset());
                }
                in.position(decoder.endOffset());
                consumed = in.position();
                frames++;
            }
        } catch (MalformedFrameException e) {
            requireMessage(e);
            malformed = true;
        }
    }

    private void read(FrameDecoder decoder) {
        add(decoder.opcodeCode());
        add(decoder.opaque());
        add((int) decoder.casToken());
        sum.update(decoder.copyKey());
        sum.update(decoder.copyValue());
        if (decoder instanceof RequestDecoder requests) {
            readExtras(requests);
        } else if (decoder instanceof ResponseDecoder responses) {
            readExtras(responses);
        }
    }

    private void readExtras(RequestDecoder decoder) {
        Status verdict = decoder.verdict();
        Opcode opcode = decoder.opcode();
        add(verdict.code());
        if (verdict == Status.SUCCESS && opcode != null) {
            // A request of the right shape has all the fields of its shape.
            switch (opcode.shape()) {
                case STORE -> add(decoder.clientFlags() + (int) decoder.exptime());
                case COUNTER -> add((int) (decoder.delta() + decoder.initial() + decoder.exptime()));
                case FLUSH, TOUCH, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY -> add((int) decoder.exptime());
                default -> add(decoder.keyLength());
            }
        } else {
            readOrMalformed(decoder::clientFlags);
            readOrMalformed(decoder::exptime);
            readOrMalformed(decoder::delta);
        }
    }

    private void readExtras(ResponseDecoder decoder) {
        Opcode opcode = decoder.opcode();
        add(decoder.status().code());
        add(decoder.valueText().hashCode());
        if (decoder.status() == Status.SUCCESS && opcode != null) {
            // A successful response of a known opcode has all the fields of its shape.
            switch (opcode.shape()) {
                case GET, GET_WITH_KEY, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY -> add(decoder.clientFlags());
                case COUNTER -> add((int) decoder.counter());
                default -> add(decoder.endsStatistics() ? 1 : 0);
            }
        } else {
            readOrMalformed(decoder::clientFlags);
            readOrMalformed(decoder::counter);
        }
    }

    private void readOrMalformed(java.util.function.LongSupplier field) {
        try {
            add((int) field.getAsLong());
        } catch (MalformedFrameException e) {
            requireMessage(e);
        }
    }

    private void add(int number) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            sum.update(number >>> shift);
        }
    }

    static void requireMessage(MalformedFrameException e) {
        String message = e.getMessage();
        if (message == null || !message.contains("=")) {
            throw new AssertionError("message must name values: message=" + message, e);
        }
    }

    boolean isMalformed() {
        return malformed;
    }

    int consumed() {
        return consumed;
    }

    void requireSameAs(FrameTrace other) {
        if (frames != other.frames || malformed != other.malformed || sum.getValue() != other.sum.getValue()) {
            throw new AssertionError("a cut stream must give the same frames: frames=" + frames + ", otherFrames="
                    + other.frames + ", malformed=" + malformed + ", otherMalformed=" + other.malformed);
        }
    }
}
