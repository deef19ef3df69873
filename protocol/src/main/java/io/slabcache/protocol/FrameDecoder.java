package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frame at a buffer's position and lets its fields be read where they are.
 *
 * <pre>
 *               fewer than 24 bytes              the rest of the body arrives
 *              ┌───────────────────┐             ┌─────────────────────────┐
 *   decode ──► │ HEADER_INCOMPLETE │ ──────────► │     BODY_INCOMPLETE     │ ──────────► COMPLETE ──► next frame
 *              └───────────────────┘  24 bytes   └─────────────────────────┘
 *                        │ wrong magic                │ lengths that contradict each other or a limit
 *                        └────────────► MalformedFrameException ◄───────────┘
 * </pre>
 *
 * <p>{@link #decode} never moves the buffer's position and keeps nothing of an incomplete frame, so a caller may compact the buffer,
 * replace it by a larger one and decode again. It consumes a complete frame by
 * {@code buffer.position(decoder.endOffset())}. A caller that wants a long value elsewhere does not wait for {@link FrameState#COMPLETE}:
 * from {@link FrameState#BODY_INCOMPLETE} on, all lengths are known and checked.
 *
 * <p>Offsets are absolute indexes into the decoded buffer. Fields and offsets hold until the buffer changes or something else is decoded;
 * asked while no header is known they are refused with {@link IllegalStateException}.
 *
 * <p>A decoder serves one connection and is not thread-safe. It allocates nothing, save in the methods that return an array or a text.
 */
public abstract sealed class FrameDecoder permits RequestDecoder, ResponseDecoder {
    private final Magic magic;
    private final int maxBodyLength;

    private @Nullable ByteBuffer buffer;
    private FrameState state = FrameState.HEADER_INCOMPLETE;
    private int frameOffset;
    private int opcodeCode;
    private int keyLength;
    private int extrasLength;
    private int bodyLength;
    private int opaque;
    private long casToken;

    FrameDecoder(Magic magic, int maxBodyLength) {
        if (maxBodyLength < 0 || maxBodyLength > FrameLayout.MAX_BODY_LENGTH) {
            throw new IllegalArgumentException("maxBodyLength must be within its range: maxBodyLength=" + maxBodyLength
                    + ", least=0, greatest=" + FrameLayout.MAX_BODY_LENGTH);
        }
        this.magic = magic;
        this.maxBodyLength = maxBodyLength;
    }

    /**
     * Decodes the frame that begins at the buffer's position.
     *
     * @param in the bytes from position to limit; not changed
     * @return how much of the frame is there
     * @throws MalformedFrameException if the bytes that are there cannot begin a frame within the limits
     */
    public final FrameState decode(ByteBuffer in) {
        state = FrameState.HEADER_INCOMPLETE;
        buffer = null;
        int available = in.remaining();
        if (available > 0) {
            checkMagic(in);
        }
        if (available < FrameLayout.HEADER_LENGTH) {
            return state;
        }
        readHeader(in);
        checkHeader();
        buffer = in;
        state = available - FrameLayout.HEADER_LENGTH < bodyLength ? FrameState.BODY_INCOMPLETE : FrameState.COMPLETE;
        return state;
    }

    private void checkMagic(ByteBuffer in) {
        int code = BigEndian.getUnsignedByte(in, in.position() + FrameLayout.MAGIC_OFFSET);
        if (code != magic.code()) {
            throw new MalformedFrameException(
                    "magic must be that of a " + (magic == Magic.REQUEST ? "request" : "response") + ": magic="
                            + hex(code) + ", expected=" + hex(magic.code()));
        }
    }

    private void readHeader(ByteBuffer in) {
        int offset = in.position();
        opcodeCode = RequestHeader.opcode(in, offset);
        opaque = RequestHeader.opaque(in, offset);
        casToken = RequestHeader.casToken(in, offset);
        keyLength = RequestHeader.keyLength(in, offset);
        extrasLength = RequestHeader.extrasLength(in, offset);
        long wireBodyLength = RequestHeader.bodyLength(in, offset);
        if (wireBodyLength > maxBodyLength) {
            throw new MalformedFrameException(
                    "body must not exceed the limit: bodyLength=" + wireBodyLength + ", maxBodyLength=" + maxBodyLength
                            + ", opcode=" + hex(opcodeCode),
                    Status.INVALID_ARGUMENTS);
        }
        if (keyLength + extrasLength > wireBodyLength) {
            throw new MalformedFrameException(
                    "key and extras must not exceed the body: keyLength=" + keyLength + ", extrasLength=" + extrasLength
                            + ", bodyLength=" + wireBodyLength + ", opcode=" + hex(opcodeCode),
                    Status.UNKNOWN_COMMAND);
        }
        bodyLength = (int) wireBodyLength;
        frameOffset = offset;
        readStatusOrVbucketId(RequestHeader.vbucketId(in, offset));
    }

    /** Takes the two bytes that mean different things in the two directions. */
    abstract void readStatusOrVbucketId(int code);

    /** Refuses a header whose sections do not fit its opcode, where that is malformed. Called with all fields set. */
    abstract void checkHeader();

    /**
     * Returns what the last {@link #decode} has found.
     *
     * @return the state
     */
    public final FrameState state() {
        return state;
    }

    /**
     * Returns the opcode as it is on the wire.
     *
     * @return an unsigned byte
     */
    public final int opcodeCode() {
        requireHeader();
        return opcodeCode;
    }

    /**
     * Returns the opcode.
     *
     * @return the opcode, or null if its code is not in the table
     */
    public final @Nullable Opcode opcode() {
        requireHeader();
        return Opcode.of(opcodeCode);
    }

    /**
     * Returns the number that connects a response with its request.
     *
     * @return any 32 bits
     */
    public final int opaque() {
        requireHeader();
        return opaque;
    }

    /**
     * Returns the CAS token.
     *
     * @return any 64 bits, 0 if there is none
     */
    public final long casToken() {
        requireHeader();
        return casToken;
    }

    /**
     * Returns the length of the extras.
     *
     * @return 0 to 255 bytes
     */
    public final int extrasLength() {
        requireHeader();
        return extrasLength;
    }

    /**
     * Returns the length of the key.
     *
     * @return 0 to 65535 bytes
     */
    public final int keyLength() {
        requireHeader();
        return keyLength;
    }

    /**
     * Returns the length of the value: what is left of the body behind extras and key.
     *
     * @return 0 bytes to the limit given at construction
     */
    public final int valueLength() {
        requireHeader();
        return valueLengthUnchecked();
    }

    /**
     * Returns the length of the body.
     *
     * @return 0 bytes to the limit given at construction
     */
    public final int bodyLength() {
        requireHeader();
        return bodyLength;
    }

    /**
     * Returns the length of header and body.
     *
     * @return the length in bytes
     */
    public final int frameLength() {
        requireHeader();
        return FrameLayout.HEADER_LENGTH + bodyLength;
    }

    /**
     * Returns where the frame begins.
     *
     * @return an absolute index
     */
    public final int frameOffset() {
        requireHeader();
        return frameOffset;
    }

    /**
     * Returns where the extras begin.
     *
     * @return an absolute index, which may lie beyond the bytes that have arrived
     */
    public final int extrasOffset() {
        requireHeader();
        return frameOffset + FrameLayout.HEADER_LENGTH;
    }

    /**
     * Returns where the key begins.
     *
     * @return an absolute index, which may lie beyond the bytes that have arrived
     */
    public final int keyOffset() {
        return extrasOffset() + extrasLength;
    }

    /**
     * Returns where the value begins.
     *
     * @return an absolute index, which may lie beyond the bytes that have arrived
     */
    public final int valueOffset() {
        return keyOffset() + keyLength;
    }

    /**
     * Returns where the next frame begins.
     *
     * @return an absolute index
     * @throws IllegalStateException if the frame is not complete
     */
    public final int endOffset() {
        requireComplete();
        return frameOffset + FrameLayout.HEADER_LENGTH + bodyLength;
    }

    /**
     * Compares the frame's key with another.
     *
     * @param key the other key
     * @return true if they are equal
     * @throws IllegalStateException if the frame is not complete
     */
    public final boolean keyEquals(byte[] key) {
        ByteBuffer in = requireComplete();
        if (key.length != keyLength) {
            return false;
        }
        int offset = keyOffset();
        for (int i = 0; i < key.length; i++) {
            if (in.get(offset + i) != key[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Copies the key into a new array.
     *
     * @return the key, empty if there is none
     * @throws IllegalStateException if the frame is not complete
     */
    public final byte[] copyKey() {
        return copy(requireComplete(), keyOffset(), keyLength);
    }

    /**
     * Copies the value into a new array.
     *
     * @return the value, empty if there is none
     * @throws IllegalStateException if the frame is not complete
     */
    public final byte[] copyValue() {
        return copy(requireComplete(), valueOffset(), valueLengthUnchecked());
    }

    /**
     * Copies the value into an array.
     *
     * @param target where to
     * @param offset the first index to write
     * @throws IllegalStateException if the frame is not complete
     * @throws IndexOutOfBoundsException if the array has no room for the value there
     */
    public final void copyValueTo(byte[] target, int offset) {
        ByteBuffer in = requireComplete();
        Objects.checkFromIndexSize(offset, valueLengthUnchecked(), target.length);
        in.get(valueOffset(), target, offset, valueLengthUnchecked());
    }

    private static byte[] copy(ByteBuffer in, int offset, int length) {
        byte[] bytes = new byte[length];
        in.get(offset, bytes);
        return bytes;
    }

    final int valueLengthUnchecked() {
        return bodyLength - extrasLength - keyLength;
    }

    /** Reads 32 bits of the extras, which must be there whole. */
    final int extrasInt(int offset) {
        return BigEndian.getInt(requireExtras(offset + Integer.BYTES), extrasOffset() + offset);
    }

    /** Reads 64 bits of the extras, which must be there whole. */
    final long extrasLong(int offset) {
        return BigEndian.getLong(requireExtras(offset + Long.BYTES), extrasOffset() + offset);
    }

    private ByteBuffer requireExtras(int length) {
        ByteBuffer in = requireHeader();
        if (extrasLength < length) {
            throw new MalformedFrameException(
                    "extras must contain the field: extrasLength=" + extrasLength + ", required=" + length + ", opcode="
                            + describeOpcode(),
                    Status.INVALID_ARGUMENTS);
        }
        if (extrasOffset() + extrasLength > in.limit()) {
            throw new IllegalStateException("extras must have arrived: extrasOffset=" + extrasOffset()
                    + ", extrasLength=" + extrasLength + ", limit=" + in.limit());
        }
        return in;
    }

    final ByteBuffer requireHeader() {
        ByteBuffer in = buffer;
        if (in == null) {
            throw new IllegalStateException("a header must have been decoded: state=" + state);
        }
        return in;
    }

    final ByteBuffer requireComplete() {
        ByteBuffer in = buffer;
        if (in == null || state != FrameState.COMPLETE) {
            throw new IllegalStateException("the frame must be complete: state=" + state);
        }
        return in;
    }

    /** Describes the opcode for a message. */
    final String describeOpcode() {
        Opcode opcode = Opcode.of(opcodeCode);
        return opcode == null ? hex(opcodeCode) : opcode.name();
    }

    /** Describes the lengths of the sections for a message. Used while the header is being checked. */
    final String describeSections() {
        return "opcode=" + describeOpcode() + ", extrasLength=" + extrasLength + ", keyLength=" + keyLength
                + ", valueLength=" + valueLengthUnchecked();
    }

    final @Nullable Opcode opcodeUnchecked() {
        return Opcode.of(opcodeCode);
    }

    final int keyLengthUnchecked() {
        return keyLength;
    }

    final int extrasLengthUnchecked() {
        return extrasLength;
    }

    private static String hex(int code) {
        return "0x" + Integer.toHexString(code);
    }
}
