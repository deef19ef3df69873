package io.slabcache.store.memory;

import java.nio.ByteBuffer;

/**
 * A fixed region of memory outside the heap, addressed by offsets from its start, which is aligned to
 * {@link #ALIGNMENT}. Values are in native byte order.
 *
 * <p>Offsets are not checked here: whoever computes one from bytes that another thread may be writing must check it
 * against the region first. No access, however long, crosses the end of a page, since two pages need not be neighbours in
 * the machine's memory. A page is written only after it was {@linkplain #commit committed}; what is read of it before
 * means nothing. No bytes may be copied from and to any offset up to the capacity, so behind a page that ends with a key
 * whose value is empty. Nothing may be called after {@link #close()}.
 */
public abstract class Memory implements AutoCloseable {
    /** The alignment of the region's start in bytes. */
    public static final int ALIGNMENT = 4096;

    /**
     * The system property that says which implementation is used: {@code native}, {@code segments}, {@code chronicle} or
     * {@code native-huge}. Without it the first of them that this JVM and this jar have.
     */
    public static final String VARIANT_PROPERTY = "slabcache.memory";

    private final long capacity;

    /**
     * Creates a region.
     *
     * @param capacity its size in bytes
     */
    protected Memory(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Reserves a region; the machine gives its memory as it is committed. Its contents are unspecified.
     *
     * @param capacity bytes, a multiple of the page size
     * @param pageSize bytes, a power of two and a multiple of {@link #ALIGNMENT}
     * @return a new region
     * @throws OutOfMemoryError if the machine refuses to reserve that much
     * @throws IllegalArgumentException if {@link #VARIANT_PROPERTY} names an implementation that is not there
     */
    public static Memory allocate(long capacity, int pageSize) {
        return MemoryVariant.chosen(System.getProperty(VARIANT_PROPERTY)).allocate(capacity, pageSize);
    }

    /**
     * Returns the region's size.
     *
     * @return bytes
     */
    public final long capacity() {
        return capacity;
    }

    /**
     * Asks the machine for a page's memory before the page is used. Safe for use by several threads at once; asking
     * again for what is there already does nothing.
     *
     * @param offset where the page begins
     * @return whether the machine gave it
     */
    public abstract boolean commit(long offset);

    /**
     * Reads a byte.
     *
     * @param offset where
     * @return the byte
     */
    public final byte getByte(long offset) {
        return getByte(offset, 0);
    }

    /**
     * Reads a byte of a record. Saying where the record begins lets an implementation look its page up once for all
     * accesses to it.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record
     * @return the byte
     */
    public abstract byte getByte(long base, int displacement);

    /**
     * Writes a byte.
     *
     * @param offset where
     * @param value the byte
     */
    public final void putByte(long offset, byte value) {
        putByte(offset, 0, value);
    }

    /**
     * Writes a byte of a record.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record
     * @param value the byte
     */
    public abstract void putByte(long base, int displacement, byte value);

    /**
     * Reads two bytes.
     *
     * @param offset where, even
     * @return the value
     */
    public final short getShort(long offset) {
        return getShort(offset, 0);
    }

    /**
     * Reads two bytes of a record.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record; together even
     * @return the value
     */
    public abstract short getShort(long base, int displacement);

    /**
     * Writes two bytes.
     *
     * @param offset where, even
     * @param value the value
     */
    public final void putShort(long offset, short value) {
        putShort(offset, 0, value);
    }

    /**
     * Writes two bytes of a record.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record; together even
     * @param value the value
     */
    public abstract void putShort(long base, int displacement, short value);

    /**
     * Reads four bytes.
     *
     * @param offset where, a multiple of 4
     * @return the value
     */
    public final int getInt(long offset) {
        return getInt(offset, 0);
    }

    /**
     * Reads four bytes of a record.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record; together a multiple of 4
     * @return the value
     */
    public abstract int getInt(long base, int displacement);

    /**
     * Writes four bytes.
     *
     * @param offset where, a multiple of 4
     * @param value the value
     */
    public final void putInt(long offset, int value) {
        putInt(offset, 0, value);
    }

    /**
     * Writes four bytes of a record.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record; together a multiple of 4
     * @param value the value
     */
    public abstract void putInt(long base, int displacement, int value);

    /**
     * Reads eight bytes.
     *
     * @param offset where, any alignment
     * @return the value
     */
    public final long getLong(long offset) {
        return getLong(offset, 0);
    }

    /**
     * Reads eight bytes of a record.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record, any alignment
     * @return the value
     */
    public abstract long getLong(long base, int displacement);

    /**
     * Writes eight bytes; atomic if the offset is a multiple of 8.
     *
     * @param offset where
     * @param value the value
     */
    public final void putLong(long offset, long value) {
        putLong(offset, 0, value);
    }

    /**
     * Writes eight bytes of a record; atomic if they begin at a multiple of 8.
     *
     * @param base where the record begins, in the same page
     * @param displacement where in the record
     * @param value the value
     */
    public abstract void putLong(long base, int displacement, long value);

    /**
     * Reads eight bytes such that no later read or write moves before it.
     *
     * @param offset where, a multiple of 8
     * @return the value
     */
    public abstract long getLongAcquire(long offset);

    /**
     * Writes eight bytes such that no earlier read or write moves behind it.
     *
     * @param offset where, a multiple of 8
     * @param value the value
     */
    public abstract void putLongRelease(long offset, long value);

    /**
     * Replaces eight bytes if they are as expected, as one volatile access.
     *
     * @param offset where, a multiple of 8
     * @param expected the value that must be there
     * @param value the value to be written
     * @return whether it was written
     */
    public abstract boolean compareAndSetLong(long offset, long expected, long value);

    /**
     * Copies bytes out.
     *
     * @param offset where in the region
     * @param target receives the bytes
     * @param targetOffset where in the target
     * @param length how many bytes
     */
    public abstract void getBytes(long offset, byte[] target, int targetOffset, int length);

    /**
     * Copies bytes in.
     *
     * @param offset where in the region
     * @param source holds the bytes
     * @param sourceOffset where in the source
     * @param length how many bytes
     */
    public abstract void putBytes(long offset, byte[] source, int sourceOffset, int length);

    /**
     * Copies bytes out into a writable buffer without moving its position.
     *
     * @param offset where in the region
     * @param target a heap or direct buffer
     * @param targetIndex where in the buffer, from its start
     * @param length how many bytes
     */
    public abstract void getBytes(long offset, ByteBuffer target, int targetIndex, int length);

    /**
     * Copies bytes in from a buffer without moving its position.
     *
     * @param offset where in the region
     * @param source a heap or direct buffer, possibly read-only
     * @param sourceIndex where in the buffer, from its start
     * @param length how many bytes
     */
    public abstract void putBytes(long offset, ByteBuffer source, int sourceIndex, int length);

    /**
     * Copies bytes inside the region; the two ranges do not overlap.
     *
     * @param from where the bytes are
     * @param to where they go
     * @param length how many bytes
     */
    public abstract void copy(long from, long to, long length);

    /**
     * Sets bytes to zero.
     *
     * @param offset where
     * @param length how many bytes
     */
    public abstract void zero(long offset, long length);

    /** Gives the region back to the machine. */
    @Override
    public abstract void close();
}
