package io.slabcache.protocol;

import java.nio.ByteBuffer;

/**
 * Finds responses in the bytes that a client receives.
 *
 * <p>A successful response whose sections are not those of its opcode is malformed. Whether the response answers the request that is
 * due, by its opaque and opcode, is the caller's to check.
 */
public final class ResponseDecoder extends FrameDecoder {
    /** The longest text that {@link #valueText} returns, in characters. */
    public static final int MAX_TEXT_LENGTH = 256;

    private int statusCode;

    /**
     * Creates a decoder.
     *
     * @param maxBodyLength the longest body to accept, 0 to {@link FrameLayout#MAX_BODY_LENGTH} bytes; a longer one is malformed
     */
    public ResponseDecoder(int maxBodyLength) {
        super(Magic.RESPONSE, maxBodyLength);
    }

    @Override
    void readStatusOrVbucketId(int code) {
        statusCode = code;
    }

    @Override
    void checkHeader() {
        Opcode opcode = opcodeUnchecked();
        if (statusCode == Status.SUCCESS.code()
                && opcode != null
                && !opcode.shape()
                        .allowsResponse(extrasLengthUnchecked(), keyLengthUnchecked(), valueLengthUnchecked())) {
            throw new MalformedFrameException(
                    "sections of a successful response must be those of its opcode: " + describeSections());
        }
    }

    /**
     * Returns the status as it is on the wire.
     *
     * @return an unsigned 16-bit number
     */
    public int statusCode() {
        requireHeader();
        return statusCode;
    }

    /**
     * Returns the status.
     *
     * @return the status, {@link Status#UNKNOWN} if its code is not in the table
     */
    public Status status() {
        requireHeader();
        return Status.of(statusCode);
    }

    /**
     * Returns the client flags of an item.
     *
     * @return 32 bits kept for the client
     * @throws MalformedFrameException if the response has no extras to hold them
     * @throws IllegalStateException if the extras have not arrived
     */
    public int clientFlags() {
        return extrasInt(FrameLayout.EXTRAS_FLAGS_OFFSET);
    }

    /**
     * Returns the counter that an increment or decrement resulted in.
     *
     * @return an unsigned 64-bit number
     * @throws MalformedFrameException if the value has not the length of a counter
     * @throws IllegalStateException if the frame is not complete
     */
    public long counter() {
        ByteBuffer in = requireComplete();
        if (valueLengthUnchecked() != FrameLayout.COUNTER_LENGTH) {
            throw new MalformedFrameException(
                    "value must be a counter: " + describeSections() + ", required=" + FrameLayout.COUNTER_LENGTH);
        }
        return BigEndian.getLong(in, valueOffset());
    }

    /**
     * Tells whether this is the frame that ends an answer to {@link Opcode#STAT}.
     *
     * @return true if it is a successful one without key and value
     */
    public boolean endsStatistics() {
        requireHeader();
        return opcodeUnchecked() == Opcode.STAT && statusCode == Status.SUCCESS.code() && bodyLength() == 0;
    }

    /**
     * Returns the value as a text for people: an error's text, a version. What is not printable ASCII becomes a question mark, what
     * exceeds {@link #MAX_TEXT_LENGTH} is left out, so the text can be logged whatever the server has sent.
     *
     * @return the text, empty if there is no value
     * @throws IllegalStateException if the frame is not complete
     */
    public String valueText() {
        ByteBuffer in = requireComplete();
        return TextAnswerDecoder.printable(in, valueOffset(), Math.min(valueLengthUnchecked(), MAX_TEXT_LENGTH));
    }
}
