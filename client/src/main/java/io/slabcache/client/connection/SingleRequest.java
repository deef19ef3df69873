package io.slabcache.client.connection;

import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.OpcodeShape;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One request with one response. Synchronous callers use the same object again and again, see {@link RequestPool}. */
final class SingleRequest extends Request {
    /** Values up to this length are written together with their frame's head. */
    private static final int LONGEST_SHORT_VALUE = 4 * 1024;

    /** The longest time to live of what is stored on a gutter node, in seconds. */
    private static final long GUTTER_TIME_TO_LIVE = 10;

    /* The question. Written by the owner before the request is appended. */

    private Opcode opcode = Opcode.NOOP;
    private byte[] key = NO_BYTES;
    private byte[] value = NO_BYTES;
    private int clientFlags;
    private long exptime;
    private long casToken;

    /** Whether it goes to a node that stands in for another. */
    private boolean gutter;

    private long delta;
    private long initial;

    /* The answer. Written by the leader before the state. */

    private int statusCode;
    private byte @Nullable [] resultValue;
    private int resultFlags;
    private long resultToken;
    private long resultCounter;
    private String resultText = "";

    /** Asks for something that needs no more than a key, or not even that. */
    SingleRequest ask(Opcode opcode, byte[] key) {
        this.opcode = opcode;
        this.key = key;
        return this;
    }

    /** Asks for a storage or an extension. */
    SingleRequest ask(Opcode opcode, byte[] key, byte[] value, int clientFlags, long exptime, long casToken) {
        this.opcode = opcode;
        this.key = key;
        this.value = value;
        this.clientFlags = clientFlags;
        this.exptime = exptime;
        this.casToken = casToken;
        return this;
    }

    /** Asks for a removal. */
    SingleRequest askToDelete(byte[] key, long casToken) {
        this.opcode = Opcode.DELETE;
        this.key = key;
        this.casToken = casToken;
        return this;
    }

    /** Asks for a touch, with or without retrieval. */
    SingleRequest askToTouch(Opcode opcode, byte[] key, long exptime) {
        this.opcode = opcode;
        this.key = key;
        this.exptime = exptime;
        return this;
    }

    /** Asks for arithmetic. */
    SingleRequest askToCount(Opcode opcode, byte[] key, long delta, long initial, long exptime) {
        this.opcode = opcode;
        this.key = key;
        this.casToken = 0;
        this.delta = delta;
        this.initial = initial;
        this.exptime = exptime;
        return this;
    }

    /** Lets go of what it refers to. */
    void clear() {
        key = NO_BYTES;
        value = NO_BYTES;
        resultValue = null;
        resultText = "";
        mayHaveRun = false;
        gutter = false;
        failure = null;
        waiter = null;
        completion = null;
    }

    @Override
    Opcode opcode() {
        return opcode;
    }

    @Override
    byte[] key() {
        return key;
    }

    byte[] sentValue() {
        return value;
    }

    int sentFlags() {
        return opcode.shape() == OpcodeShape.STORE ? clientFlags : 0;
    }

    int statusCode() {
        return statusCode;
    }

    byte[] resultValue() {
        byte[] received = resultValue;
        return received == null ? NO_BYTES : received;
    }

    int resultFlags() {
        return resultFlags;
    }

    long resultToken() {
        return resultToken;
    }

    long resultCounter() {
        return resultCounter;
    }

    /** Returns what the server said about an error, or the text that was asked for. */
    String resultText() {
        return resultText;
    }

    @Override
    boolean isRepeatable() {
        return switch (opcode.shape()) {
            case GET, TOUCH, GET_AND_TOUCH, BARE, TEXT, FLUSH -> true;
            case STORE -> opcode == Opcode.SET && casToken == 0;
            case DELETE -> casToken == 0;
            default -> false;
        };
    }

    @Override
    void goesTo(boolean gutterNode) {
        gutter = gutterNode;
    }

    /** Returns the exptime for the node that the request goes to. */
    private long sentExptime() {
        return gutter && (opcode.shape() != OpcodeShape.COUNTER || exptime != Exptime.DO_NOT_CREATE)
                ? limitedTimeToLive(exptime)
                : exptime;
    }

    static long limitedTimeToLive(long exptime) {
        return exptime == Exptime.NEVER ? GUTTER_TIME_TO_LIVE : Math.min(exptime, GUTTER_TIME_TO_LIVE);
    }

    @Override
    @Nullable
    MemcachedException refusal(NodeAddress node, long maxItemSize) {
        OpcodeShape shape = opcode.shape();
        if (shape != OpcodeShape.STORE && shape != OpcodeShape.CONCATENATE) {
            return null;
        }
        return Failures.isTooLarge(key.length, sentFlags(), value.length, maxItemSize)
                ? Failures.tooLarge(opcode, node, key.length, sentFlags(), value.length, maxItemSize)
                : null;
    }

    @Override
    int opaqueCount() {
        return 1;
    }

    @Override
    long encodedLength() {
        OpcodeShape shape = opcode.shape();
        long length = (long) FrameLayout.HEADER_LENGTH + key.length;
        return switch (shape) {
            case STORE -> length + FrameLayout.STORE_EXTRAS_LENGTH + value.length;
            case CONCATENATE -> length + value.length;
            case COUNTER -> length + FrameLayout.COUNTER_EXTRAS_LENGTH;
            case TOUCH, GET_AND_TOUCH -> length + FrameLayout.EXPTIME_LENGTH;
            default -> length;
        };
    }

    @Override
    void encode(OutputQueue out, int opaque, long tokenMask) {
        int length = (int) encodedLength();
        switch (opcode.shape()) {
            case GET -> RequestEncoder.get(out.room(length), opcode, opaque, key);
            case STORE -> encodeStore(out, opaque, CasTokens.unmask(casToken, tokenMask), length);
            case CONCATENATE -> encodeConcatenation(out, opaque, CasTokens.unmask(casToken, tokenMask), length);
            case DELETE ->
                RequestEncoder.delete(out.room(length), opcode, opaque, CasTokens.unmask(casToken, tokenMask), key);
            case COUNTER ->
                RequestEncoder.counter(
                        out.room(length),
                        opcode,
                        opaque,
                        CasTokens.unmask(casToken, tokenMask),
                        key,
                        delta,
                        initial,
                        sentExptime());
            case TOUCH, GET_AND_TOUCH -> RequestEncoder.touch(out.room(length), opcode, opaque, key, sentExptime());
            case FLUSH -> RequestEncoder.flush(out.room(length), opcode, opaque);
            case BARE, TEXT -> RequestEncoder.bare(out.room(length), opcode, opaque);
            default -> throw new IllegalStateException("opcode must be that of a single request: opcode=" + opcode);
        }
    }

    private void encodeStore(OutputQueue out, int opaque, long wireToken, int length) {
        if (value.length <= LONGEST_SHORT_VALUE) {
            RequestEncoder.store(out.room(length), opcode, opaque, wireToken, key, clientFlags, sentExptime(), value);
        } else {
            ByteBuffer room = out.room(length - value.length);
            RequestEncoder.storeHead(room, opcode, opaque, wireToken, key, clientFlags, sentExptime(), value.length);
            out.put(value);
        }
    }

    private void encodeConcatenation(OutputQueue out, int opaque, long wireToken, int length) {
        if (value.length <= LONGEST_SHORT_VALUE) {
            RequestEncoder.concatenate(out.room(length), opcode, opaque, wireToken, key, value);
        } else {
            ByteBuffer room = out.room(length - value.length);
            RequestEncoder.concatenateHead(room, opcode, opaque, wireToken, key, value.length);
            out.put(value);
        }
    }

    @Override
    boolean expects(int opcodeCode, int opaque) {
        return opaque == firstOpaque && opcodeCode == opcode.code();
    }

    @Override
    void accept(Response response, NodeCounters counters) {
        statusCode = response.statusCode();
        resultToken = response.casToken();
        if (statusCode == Status.SUCCESS.code()) {
            acceptSuccess(response, counters);
        } else if (statusCode == Status.KEY_NOT_FOUND.code()) {
            if (isValueExpected()) {
                counters.misses++;
            }
        } else if (statusCode != Status.KEY_EXISTS.code() && statusCode != Status.NOT_STORED.code()) {
            counters.serverErrors++;
            resultText = response.text();
        }
    }

    @Override
    boolean isLast(Response response) {
        return true;
    }

    private void acceptSuccess(Response response, NodeCounters counters) {
        switch (opcode.shape()) {
            case GET, GET_AND_TOUCH -> {
                resultFlags = response.clientFlags();
                resultValue = response.value();
                counters.hits++;
            }
            case COUNTER -> resultCounter = response.counter();
            case TEXT -> resultText = response.text();
            default -> {
                // The status is all of it.
            }
        }
    }

    private boolean isValueExpected() {
        OpcodeShape shape = opcode.shape();
        return shape == OpcodeShape.GET || shape == OpcodeShape.GET_AND_TOUCH;
    }
}
