package io.slabcache.store.testing;

import java.nio.ByteBuffer;

/** The ways in which bytes can lie in a buffer; around them there is always something else. */
public enum BufferKind {
    /** An array's middle. */
    HEAP(false, false, false),
    /** A slice of an array, so that the array offset is not 0. */
    HEAP_SLICE(false, true, false),
    /** An array that cannot be got at. */
    HEAP_READ_ONLY(false, true, true),
    /** Memory outside the heap. */
    DIRECT(true, false, false),
    /** A slice of memory outside the heap. */
    DIRECT_SLICE(true, true, false),
    /** Memory outside the heap that cannot be written. */
    DIRECT_READ_ONLY(true, true, true);

    private static final int MARGIN = 5;
    private static final byte FILLER = 0x5a;

    private final boolean direct;
    private final boolean sliced;
    private final boolean readOnly;

    BufferKind(boolean direct, boolean sliced, boolean readOnly) {
        this.direct = direct;
        this.sliced = sliced;
        this.readOnly = readOnly;
    }

    /**
     * Tells whether buffers of this kind refuse to be written.
     *
     * @return whether they are read-only
     */
    public boolean isReadOnly() {
        return readOnly;
    }

    /**
     * Returns a buffer whose position and limit enclose the given bytes.
     *
     * @param bytes the content
     * @return a new buffer with neither its position at 0 nor its limit at its capacity
     */
    public ByteBuffer of(byte[] bytes) {
        int capacity = bytes.length + 4 * MARGIN;
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
        while (buffer.hasRemaining()) {
            buffer.put(FILLER);
        }
        buffer.position(2 * MARGIN).put(bytes);
        if (sliced) {
            buffer = buffer.slice(MARGIN, bytes.length + 2 * MARGIN);
            buffer.position(MARGIN).limit(MARGIN + bytes.length);
        } else {
            buffer.flip().position(2 * MARGIN);
        }
        return readOnly ? buffer.asReadOnlyBuffer() : buffer;
    }

    /**
     * Returns a buffer with the given room between its position and its limit.
     *
     * @param length how many bytes
     * @return a new buffer
     */
    public ByteBuffer room(int length) {
        return of(new byte[length]);
    }
}
