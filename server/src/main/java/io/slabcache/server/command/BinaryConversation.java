package io.slabcache.server.command;

import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.FrameState;
import io.slabcache.protocol.MalformedFrameException;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestDecoder;
import io.slabcache.protocol.RequestHeader;
import io.slabcache.protocol.Status;
import io.slabcache.server.auth.Session;
import io.slabcache.server.stats.Counter;
import io.slabcache.server.stats.LatencySet;
import io.slabcache.store.Reservation;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation in the binary protocol.
 *
 * <pre>
 *               ┌────────── head whole: carried out, answered ──────────┐
 *               ▼                                                       │
 *   ──► between requests ──► head in pieces, gathered ──────────────────┤
 *               ▲                                                       │
 *               ├── value filled, committed ◄── value begun: reserved ──┤
 *               └── body skipped ◄───────────── unknown or refused ─────┘
 * </pre>
 *
 * A value goes from the network's buffer into the slab in one copy; only heads, of at most {@link #MAX_HEAD_LENGTH} bytes, are
 * gathered when they arrive in pieces.
 */
final class BinaryConversation implements Conversation {
    /** The longest head, header with extras and key, of a request that can be carried out. */
    static final int MAX_HEAD_LENGTH =
            FrameLayout.HEADER_LENGTH + FrameLayout.COUNTER_EXTRAS_LENGTH + FrameLayout.MAX_KEY_LENGTH;

    private static final Logger LOG = LoggerFactory.getLogger(BinaryConversation.class);

    private final ThreadState thread;
    private final Peer peer;
    private final Session session;
    private final BinaryCommands commands;

    /** The begun head of a request, from 0 to the position; null between requests. */
    private @Nullable ByteBuffer partialHead;

    /** How many bytes of a body are still to come that nobody wants. */
    private int toSkip;

    /** The item whose value is arriving. */
    private @Nullable Reservation reservation;

    private Opcode reservedOpcode = Opcode.NOOP;
    private WriteMode reservedMode = WriteMode.SET;
    private int reservedOpaque;
    private long reservedCasToken;
    private byte[] reservedKey = {};
    private int reservedLength;
    private long reservedExpiryMillis;

    /** The client's attempts to authenticate; null as long as it has made none. */
    private @Nullable BinaryLogin login;

    BinaryConversation(ThreadState thread, Peer peer) {
        this.thread = thread;
        this.peer = peer;
        this.session = peer.session();
        this.commands = thread.binaryCommands;
    }

    @Override
    public boolean isWithinRequest() {
        return partialHead != null || toSkip > 0 || reservation != null || isLoggingIn();
    }

    @Override
    public boolean isListening() {
        return false;
    }

    private boolean isLoggingIn() {
        BinaryLogin open = login;
        return open != null && (open.isArriving() || open.isWaiting());
    }

    @Override
    public void abandon() {
        Reservation open = reservation;
        if (open != null) {
            reservation = null;
            open.abort();
        }
        ByteBuffer head = partialHead;
        if (head != null) {
            partialHead = null;
            thread.giveHead(head);
        }
    }

    @Override
    public Progress receive(ByteBuffer in, Output out) {
        thread.connection = peer.number();
        LatencySet latencies = thread.latencies;
        long startNanos = latencies == null ? 0 : System.nanoTime();
        try {
            while (true) {
                skip(in);
                fill(in, out);
                if (isHeldByLogin(in, out)) {
                    return Progress.BLOCKED;
                }
                if (!in.hasRemaining()) {
                    return Progress.MORE;
                }
                if (out.isFull()) {
                    return Progress.BLOCKED;
                }
                ByteBuffer head = nextHead(in);
                if (head == null) {
                    return Progress.MORE;
                }
                boolean goesOn = execute(head, in, out);
                if (latencies != null) {
                    // one reading of the clock for each request: the end of one is the beginning of the next
                    startNanos = latencies.record(BinaryOperations.of(thread.decoder.opcode()), startNanos);
                }
                if (!goesOn) {
                    return Progress.CLOSE;
                }
            }
        } catch (MalformedFrameException e) {
            LOG.atLevel(thread.logLevel()).log("closing a connection: {}", e.getMessage());
            answerMalformed(e, in, out);
            return Progress.CLOSE;
        }
    }

    private void skip(ByteBuffer in) {
        if (toSkip > 0) {
            int length = Math.min(toSkip, in.remaining());
            in.position(in.position() + length);
            toSkip -= length;
        }
    }

    /** Goes on with the value that is arriving. */
    private void fill(ByteBuffer in, Output out) {
        Reservation open = reservation;
        if (open == null) {
            return;
        }
        int end = in.limit();
        if (open.remaining() < in.remaining()) {
            in.limit(in.position() + open.remaining());
        }
        open.fill(in);
        in.limit(end);
        if (open.remaining() == 0) {
            reservation = null;
            thread.node.flushMarks.apply();
            StoreOutcome outcome = open.commit(reservedMode, reservedCasToken);
            thread.node.events.stored(
                    reservedKey,
                    reservedKey.length,
                    outcome,
                    reservedMode,
                    reservedCasToken != 0,
                    reservedExpiryMillis,
                    reservedLength,
                    thread.connection);
            commands.answerWrite(
                    reservedOpcode, reservedMode, reservedOpaque, reservedCasToken, outcome, open.casToken(), out);
        }
    }

    /** Goes on with an attempt to authenticate, and tells whether nothing goes on until that is answered. */
    private boolean isHeldByLogin(ByteBuffer in, Output out) {
        BinaryLogin open = login;
        if (open == null) {
            return false;
        }
        open.fill(in, out);
        return open.isWaiting();
    }

    /** Returns the buffer in which the next request's head stands whole, decoded, or null if it has not arrived. */
    private @Nullable ByteBuffer nextHead(ByteBuffer in) {
        ByteBuffer partial = partialHead;
        if (partial == null) {
            if (in.remaining() >= missingOfHead(in)) {
                return in;
            }
            partial = thread.takeHead();
            partialHead = partial;
            partial.put(in);
            return null;
        }
        // in at most two steps: the header tells how long the head is
        while (true) {
            partial.flip();
            int missing = missingOfHead(partial) - partial.limit();
            if (missing <= 0) {
                return partial;
            }
            partial.position(partial.limit()).limit(partial.capacity());
            int length = Math.min(missing, in.remaining());
            partial.put(partial.position(), in, in.position(), length);
            partial.position(partial.position() + length);
            in.position(in.position() + length);
            if (length < missing) {
                return null;
            }
        }
    }

    /** Decodes and returns how long the head is, as far as that is known. */
    private int missingOfHead(ByteBuffer buffer) {
        RequestDecoder decoder = thread.decoder;
        if (decoder.decode(buffer) == FrameState.HEADER_INCOMPLETE) {
            return FrameLayout.HEADER_LENGTH;
        }
        // what cannot be carried out is answered on the header alone
        return decoder.verdict() == Status.SUCCESS
                ? FrameLayout.HEADER_LENGTH + decoder.extrasLength() + decoder.keyLength()
                : FrameLayout.HEADER_LENGTH;
    }

    /** Carries out the decoded request; returns whether the conversation goes on. */
    private boolean execute(ByteBuffer head, ByteBuffer in, Output out) {
        RequestDecoder decoder = thread.decoder;
        Status verdict = session.isAdmitted() ? decoder.verdict() : verdictBeforeLogin(decoder);
        if (verdict != Status.SUCCESS) {
            head.position(decoder.frameOffset() + FrameLayout.HEADER_LENGTH);
            toSkip = decoder.bodyLength();
            commands.answerError(decoder.opcodeCode(), decoder.opaque(), verdict, out);
            dropPartialHead();
            if (verdict == Status.INVALID_ARGUMENTS) {
                LOG.atLevel(thread.logLevel())
                        .log(
                                "closing a connection: sections must be those of the opcode: opcode={}, extrasLength={},"
                                        + " keyLength={}, bodyLength={}",
                                decoder.opcodeCode(),
                                decoder.extrasLength(),
                                decoder.keyLength(),
                                decoder.bodyLength());
            }
            return verdict == Status.UNKNOWN_COMMAND;
        }
        thread.node.flushMarks.apply();
        head.get(decoder.keyOffset(), thread.key, 0, decoder.keyLength());
        head.position(decoder.valueOffset());
        boolean goesOn = dispatch(in, out);
        dropPartialHead();
        return goesOn;
    }

    /** Without authentication a client may authenticate and ask for the version; anything else ends the connection. */
    private static Status verdictBeforeLogin(RequestDecoder decoder) {
        Opcode opcode = decoder.opcode();
        boolean allowed = opcode != null
                && switch (opcode) {
                    case SASL_LIST_MECHANISMS, SASL_AUTH, SASL_STEP, VERSION -> true;
                    default -> false;
                };
        return allowed ? decoder.verdict() : Status.AUTH_ERROR;
    }

    private void dropPartialHead() {
        ByteBuffer partial = partialHead;
        if (partial != null) {
            partialHead = null;
            thread.giveHead(partial);
        }
    }

    private boolean dispatch(ByteBuffer in, Output out) {
        RequestDecoder decoder = thread.decoder;
        Opcode opcode = decoder.opcode();
        if (opcode == null) {
            throw new IllegalStateException("an opcode that can be carried out is known");
        }
        switch (opcode.loud()) {
            case GET, GETK -> commands.get(opcode, out);
            case GAT, GATK -> commands.getAndTouch(opcode, out);
            case TOUCH -> commands.touch(out);
            case SET -> write(opcode, WriteMode.SET, in, out);
            case ADD -> write(opcode, WriteMode.ADD, in, out);
            case REPLACE -> write(opcode, WriteMode.REPLACE, in, out);
            case APPEND -> write(opcode, WriteMode.APPEND, in, out);
            case PREPEND -> write(opcode, WriteMode.PREPEND, in, out);
            case DELETE -> commands.delete(opcode, out);
            case INCREMENT, DECREMENT -> commands.count(opcode, out);
            case FLUSH -> {
                if (mayAdminister("flush", opcode, out)) {
                    commands.flush(opcode, out);
                }
            }
            case NOOP -> commands.answerDone(opcode, decoder.opaque(), 0, out);
            case VERSION -> commands.version(out);
            case STAT -> {
                String confined = commands.confinedStat();
                if (confined == null || mayAdminister(confined, opcode, out)) {
                    commands.stat(out);
                }
            }
            case QUIT -> {
                commands.answerDone(opcode, decoder.opaque(), 0, out);
                return false;
            }
            default -> {
                return authenticate(opcode, out);
            }
        }
        return true;
    }

    private boolean mayAdminister(String command, Opcode opcode, Output out) {
        boolean allowed = session.mayAdminister(command);
        if (!allowed) {
            commands.answerError(opcode.code(), thread.decoder.opaque(), Status.AUTH_ERROR, out);
        }
        return allowed;
    }

    /** Begins with a SASL request; returns whether the conversation goes on. */
    private boolean authenticate(Opcode opcode, Output out) {
        RequestDecoder decoder = thread.decoder;
        if (!session.hasUsers()) {
            // memcached does not know the opcodes then
            toSkip = decoder.valueLength();
            commands.answerError(decoder.opcodeCode(), decoder.opaque(), Status.UNKNOWN_COMMAND, out);
        } else if (opcode == Opcode.SASL_LIST_MECHANISMS) {
            commands.text(opcode, session.mechanisms(), out);
        } else if (decoder.keyLength() > BinaryLogin.MAX_MECHANISM_LENGTH
                || decoder.valueLength() > BinaryLogin.MAX_MESSAGE_LENGTH) {
            toSkip = decoder.valueLength();
            commands.answerError(opcode.code(), decoder.opaque(), Status.INVALID_ARGUMENTS, out);
            return false;
        } else {
            BinaryLogin open = login;
            if (open == null) {
                open = new BinaryLogin(thread, session);
                login = open;
            }
            open.begin(opcode, decoder, thread.key);
        }
        return true;
    }

    private void write(Opcode opcode, WriteMode mode, ByteBuffer in, Output out) {
        RequestDecoder decoder = thread.decoder;
        int keyLength = decoder.keyLength();
        int valueLength = decoder.valueLength();
        boolean adds = mode.isConcatenation();
        int clientFlags = adds ? 0 : decoder.clientFlags();
        long expiryMillis = thread.node.expiryMillis(adds ? Exptime.NEVER : decoder.exptime());
        thread.counters.increment(Counter.CMD_SET);
        thread.node.statistics.prefixes().set(thread.key, keyLength);
        if (!thread.node.isWithinLimit(keyLength, valueLength, clientFlags)) {
            toSkip = valueLength;
            tellRefused(mode, StoreOutcome.TOO_LARGE, expiryMillis);
            commands.refuseWrite(opcode, mode, keyLength, Status.TOO_LARGE, out);
            return;
        }
        if (valueLength <= in.remaining()) {
            commands.write(opcode, mode, in, expiryMillis, clientFlags, out);
            return;
        }
        Reservation reserved =
                thread.node.store.reserve(thread.key, 0, keyLength, valueLength, expiryMillis, clientFlags);
        if (reserved == null) {
            toSkip = valueLength;
            tellRefused(mode, StoreOutcome.OUT_OF_MEMORY, expiryMillis);
            commands.refuseWrite(opcode, mode, keyLength, Status.OUT_OF_MEMORY, out);
            return;
        }
        reservation = reserved;
        reservedOpcode = opcode;
        reservedMode = mode;
        reservedOpaque = decoder.opaque();
        reservedCasToken = decoder.casToken();
        reservedKey = Arrays.copyOf(thread.key, keyLength);
        reservedLength = valueLength;
        reservedExpiryMillis = expiryMillis;
        fill(in, out);
    }

    /** Tells who watches of an item whose value is not even looked at. */
    private void tellRefused(WriteMode mode, StoreOutcome outcome, long expiryMillis) {
        RequestDecoder decoder = thread.decoder;
        thread.node.events.stored(
                thread.key,
                decoder.keyLength(),
                outcome,
                mode,
                decoder.casToken() != 0,
                expiryMillis,
                decoder.valueLength(),
                thread.connection);
    }

    private void answerMalformed(MalformedFrameException malformed, ByteBuffer in, Output out) {
        ByteBuffer partial = partialHead;
        ByteBuffer frame = partial == null ? in : partial;
        Status answer = malformed.answer();
        if (answer != null && frame.remaining() >= FrameLayout.HEADER_LENGTH) {
            int offset = frame.position();
            commands.answerError(RequestHeader.opcode(frame, offset), RequestHeader.opaque(frame, offset), answer, out);
        }
    }
}
