package io.slabcache.store.testing;

import io.slabcache.store.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Memory in the heap, for tools that see only accesses to Java objects. Every access is volatile, so it shows in what
 * orders accesses of several threads can come, and nothing about accesses that the machine reorders.
 *
 * <p>A bulk access of 16 bytes or more is two steps, so that another thread can come between its halves.
 */
public class HeapMemory extends Memory {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int HALVED_LENGTH = 16;

    private final AtomicLongArray words;

    /**
     * Creates a region of zeros.
     *
     * @param capacity its size in bytes, a multiple of 8
     */
    public HeapMemory(long capacity) {
        super(capacity);
        words = new AtomicLongArray((int) (capacity / Long.BYTES));
    }

    private static int word(long offset) {
        return (int) (offset / Long.BYTES);
    }

    /** Returns by how many bits a field of a word is shifted. */
    private static int shift(long offset, int bytes) {
        int first = (int) (offset % Long.BYTES);
        return Byte.SIZE * (LITTLE_ENDIAN ? first : Long.BYTES - bytes - first);
    }

    private long field(long offset, int bytes) {
        return words.get(word(offset)) >>> shift(offset, bytes);
    }

    private void setField(long offset, int bytes, long value) {
        int shift = shift(offset, bytes);
        long mask = ((1L << (bytes * Byte.SIZE)) - 1) << shift;
        while (true) {
            long word = words.get(word(offset));
            if (words.compareAndSet(word(offset), word, (word & ~mask) | ((value << shift) & mask))) {
                return;
            }
        }
    }

    @Override
    public boolean commit(long offset) {
        return true;
    }

    @Override
    public byte getByte(long base, int displacement) {
        return (byte) field(base + displacement, Byte.BYTES);
    }

    @Override
    public void putByte(long base, int displacement, byte value) {
        setField(base + displacement, Byte.BYTES, value);
    }

    @Override
    public short getShort(long base, int displacement) {
        return (short) field(base + displacement, Short.BYTES);
    }

    @Override
    public void putShort(long base, int displacement, short value) {
        setField(base + displacement, Short.BYTES, value);
    }

    @Override
    public int getInt(long base, int displacement) {
        return (int) field(base + displacement, Integer.BYTES);
    }

    @Override
    public void putInt(long base, int displacement, int value) {
        setField(base + displacement, Integer.BYTES, value);
    }

    @Override
    public long getLong(long base, int displacement) {
        long offset = base + displacement;
        int rest = (int) (offset % Long.BYTES);
        if (rest == 0) {
            return words.get(word(offset));
        }
        byte[] bytes = new byte[Long.BYTES];
        copyOut(offset, bytes, 0, bytes.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
    }

    @Override
    public void putLong(long base, int displacement, long value) {
        long offset = base + displacement;
        if (offset % Long.BYTES == 0) {
            words.set(word(offset), value);
        } else {
            byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(value)
                    .array();
            copyIn(offset, bytes, 0, bytes.length);
        }
    }

    @Override
    public long getLongAcquire(long offset) {
        return words.get(word(offset));
    }

    @Override
    public void putLongRelease(long offset, long value) {
        words.set(word(offset), value);
    }

    @Override
    public boolean compareAndSetLong(long offset, long expected, long value) {
        return words.compareAndSet(word(offset), expected, value);
    }

    @Override
    public void getBytes(long offset, byte[] target, int targetOffset, int length) {
        int half = length < HALVED_LENGTH ? 0 : length / 2;
        copyOut(offset, target, targetOffset, half);
        copyOut(offset + half, target, targetOffset + half, length - half);
    }

    @Override
    public void putBytes(long offset, byte[] source, int sourceOffset, int length) {
        int half = length < HALVED_LENGTH ? 0 : length / 2;
        copyIn(offset, source, sourceOffset, half);
        copyIn(offset + half, source, sourceOffset + half, length - half);
    }

    @Override
    public void getBytes(long offset, ByteBuffer target, int targetIndex, int length) {
        byte[] bytes = new byte[length];
        getBytes(offset, bytes, 0, length);
        target.put(targetIndex, bytes);
    }

    @Override
    public void putBytes(long offset, ByteBuffer source, int sourceIndex, int length) {
        byte[] bytes = new byte[length];
        source.get(sourceIndex, bytes);
        putBytes(offset, bytes, 0, length);
    }

    @Override
    public void copy(long from, long to, long length) {
        byte[] bytes = new byte[(int) length];
        getBytes(from, bytes, 0, bytes.length);
        putBytes(to, bytes, 0, bytes.length);
    }

    @Override
    public void zero(long offset, long length) {
        copyIn(offset, new byte[(int) length], 0, (int) length);
    }

    @Override
    public void close() {}

    /**
     * Copies bytes out; one step for a tool that is told so.
     *
     * @param offset where in the region
     * @param target receives the bytes
     * @param targetOffset where in the target
     * @param length how many bytes
     */
    protected final void copyOut(long offset, byte[] target, int targetOffset, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(target).order(ByteOrder.nativeOrder());
        int i = 0;
        while (i < length) {
            if ((offset + i) % Long.BYTES == 0 && length - i >= Long.BYTES) {
                buffer.putLong(targetOffset + i, words.get(word(offset + i)));
                i += Long.BYTES;
            } else {
                target[targetOffset + i] = getByte(offset + i);
                i++;
            }
        }
    }

    /**
     * Copies bytes in; one step for a tool that is told so.
     *
     * @param offset where in the region
     * @param source holds the bytes
     * @param sourceOffset where in the source
     * @param length how many bytes
     */
    protected final void copyIn(long offset, byte[] source, int sourceOffset, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(source).order(ByteOrder.nativeOrder());
        int i = 0;
        while (i < length) {
            if ((offset + i) % Long.BYTES == 0 && length - i >= Long.BYTES) {
                words.set(word(offset + i), buffer.getLong(sourceOffset + i));
                i += Long.BYTES;
            } else {
                putByte(offset + i, source[sourceOffset + i]);
                i++;
            }
        }
    }
}
