package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.FrameState;
import io.slabcache.protocol.MalformedFrameException;
import io.slabcache.protocol.ResponseDecoder;
import io.slabcache.protocol.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the responses of one connection and gives each to the request that is due. Guarded by leadership. */
final class ResponseReader {
    /* Implementation notes

    Each response is checked against the oldest request before anything is made of it: another opaque or opcode means that
    the two ends are out of step, and then no byte of this connection can be trusted any more.

    A value that does not fit into the input buffer is received in pieces into the array that the caller gets. The array
    grows with what has arrived, so that a server which only announces a long value costs little. */

    private static final int INPUT_SIZE = 64 * 1024;

    /**
     * How often the input buffer is filled before the leader looks after the rest of its duties. What the socket has beyond
     * that the selector tells of.
     */
    private static final int MAX_ROUNDS = 16;

    /** What is allocated for a value before more than that has arrived. */
    private static final int FIRST_PIECE = 1024 * 1024;

    private final Transport transport;
    private final InFlight inFlight;
    private final NodeCounters counters;
    private final EndedRequests ended;
    private final ResponseDecoder decoder;
    private final Response response;
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_SIZE);

    /** Requests that nobody may lead for and that have ended. */
    private long followersEnded;

    /** The part of a long value that has arrived, null if none is arriving or nobody wants it. */
    private byte @Nullable [] longValue;

    /** How long it will be, 0 if none is arriving. */
    private int longLength;

    /** How much of it has arrived. */
    private int longReceived;

    /** When what is being dealt with was read, by {@link System#nanoTime}: one look at the clock for all that came at once. */
    private long readAt;

    ResponseReader(
            Transport transport,
            InFlight inFlight,
            NodeCounters counters,
            EndedRequests ended,
            int maxValueLength,
            long tokenMask) {
        this.transport = transport;
        this.inFlight = inFlight;
        this.counters = counters;
        this.ended = ended;
        long maxBodyLength = (long) maxValueLength + FrameLayout.FLAGS_LENGTH + FrameLayout.MAX_KEY_LENGTH;
        this.decoder = new ResponseDecoder((int) Math.min(FrameLayout.MAX_BODY_LENGTH, maxBodyLength));
        this.response = new Response(decoder, tokenMask);
    }

    /** Returns how many of the requests have ended that nobody may lead for. */
    long followersEnded() {
        return followersEnded;
    }

    /**
     * Deals with what has arrived, or with a good deal of it if it does not cease to arrive.
     *
     * @throws IOException if the connection has ended
     * @throws MalformedFrameException if the server's answers make no sense
     */
    void read() throws IOException {
        boolean mayHaveMore;
        int rounds = 0;
        do {
            rounds++;
            int room = input.remaining();
            int length = transport.read(input);
            if (length < 0) {
                throw new EOFException("server must not end the connection");
            }
            counters.bytesRead += length;
            readAt = System.nanoTime();
            boolean buffered = transport.hasBufferedInput();
            mayHaveMore = length > 0 && (buffered || (length == room && rounds < MAX_ROUNDS));
            input.flip();
            decode();
            if (input.hasRemaining()) {
                input.compact();
            } else {
                input.clear();
            }
        } while (mayHaveMore);
    }

    private void decode() {
        while (input.hasRemaining()) {
            if (longLength > 0 && !receiveLongValue()) {
                return;
            }
            FrameState state = decoder.decode(input);
            if (state == FrameState.HEADER_INCOMPLETE) {
                return;
            }
            Request request = requestInTurn();
            if (state == FrameState.COMPLETE) {
                take(request);
                input.position(decoder.endOffset());
            } else if (!beginLongValue(request)) {
                return;
            }
        }
    }

    /** Returns the request that the frame answers whose header is there. */
    private Request requestInTurn() {
        response.header();
        Request request = inFlight.oldest();
        if (request == null || !request.expects(response.opcodeCode(), response.opaque())) {
            throw outOfStep(request);
        }
        if (decoder.keyLength() > FrameLayout.MAX_KEY_LENGTH) {
            // With it the head of every frame fits into the input buffer, where values need not.
            throw new MalformedFrameException("a response's key must not be longer than keys are: " + describe()
                    + ", keyLength=" + decoder.keyLength() + ", maxKeyLength=" + FrameLayout.MAX_KEY_LENGTH);
        }
        return request;
    }

    private MalformedFrameException outOfStep(@Nullable Request request) {
        return request == null
                ? new MalformedFrameException("a response must answer a request: " + describe())
                : new MalformedFrameException("a response must answer the request that is due: " + describe()
                        + ", request=" + request.opcode() + ", firstOpaque=" + request.firstOpaque);
    }

    private String describe() {
        return "opcode=0x" + Integer.toHexString(response.opcodeCode()) + ", opaque=" + response.opaque();
    }

    private void take(Request request) {
        if (request.state() != Request.ABANDONED) {
            request.accept(response, counters);
        }
        if (request.isLast(response)) {
            counters.answers++;
            counters.answerNanos += readAt - request.appendedAt;
            inFlight.removeOldest();
            end(request, Request.DONE);
        }
    }

    /** Ends a request that is in flight no more, and remembers who has to be told. */
    private void end(Request request, int state) {
        // Read before the request ends, which makes it its owner's.
        Request.Completion completion = request.completion;
        Thread waiter = request.waiter;
        if (!request.mayLead) {
            followersEnded++;
        }
        if (!request.end(state)) {
            return;
        }
        if (completion != null) {
            ended.addCompleted(request);
        } else if (waiter != null && waiter != Thread.currentThread()) {
            ended.addWaiter(waiter);
        }
    }

    /**
     * Ends all requests in flight because the connection has ended.
     *
     * @param handedOut how many bytes may have been sent over it
     */
    void fail(Throwable cause, long handedOut) {
        longLength = 0;
        longValue = null;
        while (true) {
            Request request = inFlight.oldest();
            if (request == null) {
                return;
            }
            inFlight.removeOldest();
            if (request.state() != Request.ABANDONED) {
                request.failure = cause;
                request.sent = request.outputOffset < handedOut;
            }
            end(request, Request.FAILED);
        }
    }

    /** Returns false if more has to arrive first. */
    private boolean beginLongValue(Request request) {
        int headLength = decoder.valueOffset() - decoder.frameOffset();
        if (decoder.frameLength() <= INPUT_SIZE || input.remaining() < headLength) {
            return false;
        }
        if (response.statusCode() != Status.SUCCESS.code() || decoder.extrasLength() != FrameLayout.FLAGS_LENGTH) {
            throw new MalformedFrameException("only a value may be as long: " + describe() + ", statusCode="
                    + response.statusCode() + ", frameLength=" + decoder.frameLength());
        }
        response.flagsOfLongValue();
        longLength = decoder.valueLength();
        longReceived = 0;
        longValue = request.state() == Request.ABANDONED ? null : new byte[Math.min(longLength, FIRST_PIECE)];
        input.position(decoder.valueOffset());
        return true;
    }

    /** Returns false if more has to arrive first. */
    private boolean receiveLongValue() {
        int length = Math.min(input.remaining(), longLength - longReceived);
        byte[] target = longValue;
        if (target == null) {
            input.position(input.position() + length);
        } else {
            if (target.length < longReceived + length) {
                target = Arrays.copyOf(target, (int) Math.min(longLength, 4L * target.length));
                longValue = target;
            }
            input.get(target, longReceived, length);
        }
        longReceived += length;
        if (longReceived < longLength) {
            return false;
        }
        longLength = 0;
        longValue = null;
        takeLongValue(target);
        return true;
    }

    private void takeLongValue(byte @Nullable [] value) {
        Request request = inFlight.oldest();
        if (request == null) {
            throw new IllegalStateException("a request must be in flight until it is answered");
        }
        response.longValue(value == null ? Request.NO_BYTES : value);
        take(request);
    }
}
