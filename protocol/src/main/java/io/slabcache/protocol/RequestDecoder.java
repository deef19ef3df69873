package io.slabcache.protocol;

/**
 * Finds requests in the bytes that a server receives.
 *
 * <p>What makes the stream unreadable is a {@link MalformedFrameException}, whose {@link MalformedFrameException#answer() answer} says
 * what memcached replies before it closes the connection. A frame that is readable and not what its opcode asks for has a
 * {@link #verdict() verdict} and can be skipped.
 */
public final class RequestDecoder extends FrameDecoder {
    private int vbucketId;

    /**
     * Creates a decoder.
     *
     * @param maxBodyLength the longest body to accept, 0 to {@link FrameLayout#MAX_BODY_LENGTH} bytes; a longer one is malformed
     */
    public RequestDecoder(int maxBodyLength) {
        super(Magic.REQUEST, maxBodyLength);
    }

    @Override
    void readStatusOrVbucketId(int code) {
        vbucketId = code;
    }

    @Override
    void checkHeader() {
        // A request of the wrong shape is readable: see verdict().
    }

    /**
     * Returns the virtual bucket id.
     *
     * @return an unsigned 16-bit number, which memcached ignores
     */
    public int vbucketId() {
        requireHeader();
        return vbucketId;
    }

    /**
     * Judges the request by its opcode and the lengths of its sections.
     *
     * @return {@link Status#SUCCESS} if it can be carried out; {@link Status#UNKNOWN_COMMAND}, after which the connection goes on behind
     *     exactly this frame; or {@link Status#INVALID_ARGUMENTS}, after which memcached closes the connection
     */
    public Status verdict() {
        requireHeader();
        Opcode opcode = opcodeUnchecked();
        if (opcode == null) {
            return Status.UNKNOWN_COMMAND;
        }
        boolean allowed =
                opcode.shape().allowsRequest(extrasLengthUnchecked(), keyLengthUnchecked(), valueLengthUnchecked());
        return allowed ? Status.SUCCESS : Status.INVALID_ARGUMENTS;
    }

    /**
     * Returns the client flags of a store request.
     *
     * @return 32 bits kept for the client
     * @throws MalformedFrameException if the extras are too short
     * @throws IllegalStateException if the extras have not arrived
     */
    public int clientFlags() {
        requireShape(OpcodeShape.STORE);
        return extrasInt(FrameLayout.EXTRAS_FLAGS_OFFSET);
    }

    /**
     * Returns the exptime of a request that has one, see {@link Exptime}.
     *
     * @return 0 to 2^32 - 1; 0, which is "never" and for a flush "now", also for a flush without extras
     * @throws MalformedFrameException if requests of this opcode have no exptime or the extras are too short
     * @throws IllegalStateException if the extras have not arrived
     */
    public long exptime() {
        requireHeader();
        Opcode opcode = opcodeUnchecked();
        OpcodeShape shape = opcode == null ? null : opcode.shape();
        if (shape == OpcodeShape.STORE) {
            return Integer.toUnsignedLong(extrasInt(FrameLayout.STORE_EXPTIME_OFFSET));
        }
        if (shape == OpcodeShape.COUNTER) {
            return Integer.toUnsignedLong(extrasInt(FrameLayout.COUNTER_EXPTIME_OFFSET));
        }
        if (shape == OpcodeShape.FLUSH && extrasLengthUnchecked() == 0) {
            return Exptime.NEVER;
        }
        if (shape == OpcodeShape.FLUSH
                || shape == OpcodeShape.TOUCH
                || shape == OpcodeShape.GET_AND_TOUCH
                || shape == OpcodeShape.GET_AND_TOUCH_WITH_KEY) {
            return Integer.toUnsignedLong(extrasInt(0));
        }
        throw new MalformedFrameException(
                "opcode must be one with an exptime: opcode=" + describeOpcode(), Status.INVALID_ARGUMENTS);
    }

    /**
     * Returns the amount by which to change a counter.
     *
     * @return an unsigned 64-bit number
     * @throws MalformedFrameException if this is not a counter request or the extras are too short
     * @throws IllegalStateException if the extras have not arrived
     */
    public long delta() {
        requireShape(OpcodeShape.COUNTER);
        return extrasLong(FrameLayout.COUNTER_DELTA_OFFSET);
    }

    /**
     * Returns the value of a counter that is created.
     *
     * @return an unsigned 64-bit number
     * @throws MalformedFrameException if this is not a counter request or the extras are too short
     * @throws IllegalStateException if the extras have not arrived
     */
    public long initial() {
        requireShape(OpcodeShape.COUNTER);
        return extrasLong(FrameLayout.COUNTER_INITIAL_OFFSET);
    }

    private void requireShape(OpcodeShape shape) {
        requireHeader();
        Opcode opcode = opcodeUnchecked();
        if (opcode == null || opcode.shape() != shape) {
            throw new MalformedFrameException(
                    "opcode must be of the shape that has the field: opcode=" + describeOpcode() + ", shape=" + shape,
                    Status.INVALID_ARGUMENTS);
        }
    }
}
