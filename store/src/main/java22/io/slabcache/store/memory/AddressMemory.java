package io.slabcache.store.memory;

import static io.slabcache.store.memory.SegmentAccess.ALIGNED_LONG;
import static io.slabcache.store.memory.SegmentAccess.BYTE;
import static io.slabcache.store.memory.SegmentAccess.INT;
import static io.slabcache.store.memory.SegmentAccess.LONG;
import static io.slabcache.store.memory.SegmentAccess.SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A region taken from the C library, for Java 22 and later where native access is enabled. */
final class AddressMemory extends Memory {
    /* One segment over everything
     * ---------------------------
     * A constant segment that begins at address 0, never ends and lives for ever leaves the compiler nothing to check but
     * the sign of an address, so an access is one instruction, as with sun.misc.Unsafe. To make it, and to call the C
     * library, are restricted methods, of which the JVM warns unless it was started with native access enabled.
     */

    /** Makes regions; found by its name. */
    static final class Allocator implements MemoryFactory {
        Allocator() {}

        @Override
        public Memory allocate(long capacity, int pageSize) {
            return new AddressMemory(capacity, false);
        }
    }

    /** Makes regions of huge pages; found by its name. */
    static final class HugeAllocator implements MemoryFactory {
        HugeAllocator() {}

        @Override
        public Memory allocate(long capacity, int pageSize) {
            return new AddressMemory(capacity, true);
        }
    }

    @SuppressWarnings("restricted")
    private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** A buffer can be no larger than 2 GiB; what is copied lies in one page, and so in one window. */
    private static final int WINDOW_SHIFT = 30;

    private static final long WINDOW_MASK = (1L << WINDOW_SHIFT) - 1;

    private final long address;
    private final long start;

    /** The region once more, for copies from and to buffers: a segment made of a buffer would be garbage with each. */
    private final ByteBuffer[] windows;

    private AddressMemory(long capacity, boolean huge) {
        super(capacity);
        // malloc aligns to 16 bytes only, and a huge page is one only where it is aligned
        long alignment = huge ? CLibrary.HUGE_PAGE_SIZE : ALIGNMENT;
        long reserved = Math.addExact(capacity, alignment);
        address = CLibrary.allocate(reserved);
        start = (address + alignment - 1) & -alignment;
        if (huge) {
            CLibrary.adviseHugePages(start, capacity);
        }
        windows = new ByteBuffer[(int) ((capacity + WINDOW_MASK) >>> WINDOW_SHIFT)];
        for (int i = 0; i < windows.length; i++) {
            long begin = (long) i << WINDOW_SHIFT;
            windows[i] = EVERYTHING
                    .asSlice(start + begin, Math.min(WINDOW_MASK + 1, capacity - begin))
                    .asByteBuffer();
        }
    }

    private ByteBuffer window(long offset) {
        return windows[(int) (offset >>> WINDOW_SHIFT)];
    }

    /** The machine gives what was reserved as it is touched. */
    @Override
    public boolean commit(long offset) {
        return true;
    }

    @Override
    public byte getByte(long base, int displacement) {
        return EVERYTHING.get(BYTE, start + base + displacement);
    }

    @Override
    public void putByte(long base, int displacement, byte value) {
        EVERYTHING.set(BYTE, start + base + displacement, value);
    }

    @Override
    public short getShort(long base, int displacement) {
        return EVERYTHING.get(SHORT, start + base + displacement);
    }

    @Override
    public void putShort(long base, int displacement, short value) {
        EVERYTHING.set(SHORT, start + base + displacement, value);
    }

    @Override
    public int getInt(long base, int displacement) {
        return EVERYTHING.get(INT, start + base + displacement);
    }

    @Override
    public void putInt(long base, int displacement, int value) {
        EVERYTHING.set(INT, start + base + displacement, value);
    }

    @Override
    public long getLong(long base, int displacement) {
        return EVERYTHING.get(LONG, start + base + displacement);
    }

    @Override
    public void putLong(long base, int displacement, long value) {
        EVERYTHING.set(LONG, start + base + displacement, value);
    }

    @Override
    public long getLongAcquire(long offset) {
        return (long) ALIGNED_LONG.getAcquire(EVERYTHING, start + offset);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        ALIGNED_LONG.setRelease(EVERYTHING, start + offset, value);
    }

    @Override
    public boolean compareAndSetLong(long offset, long expected, long value) {
        return ALIGNED_LONG.compareAndSet(EVERYTHING, start + offset, expected, value);
    }

    @Override
    public void getBytes(long offset, byte[] target, int targetOffset, int length) {
        MemorySegment.copy(EVERYTHING, BYTE, start + offset, target, targetOffset, length);
    }

    @Override
    public void putBytes(long offset, byte[] source, int sourceOffset, int length) {
        MemorySegment.copy(source, sourceOffset, EVERYTHING, BYTE, start + offset, length);
    }

    @Override
    public void getBytes(long offset, ByteBuffer target, int targetIndex, int length) {
        if (length > 0) {
            target.put(targetIndex, window(offset), (int) (offset & WINDOW_MASK), length);
        }
    }

    @Override
    public void putBytes(long offset, ByteBuffer source, int sourceIndex, int length) {
        if (length > 0) {
            window(offset).put((int) (offset & WINDOW_MASK), source, sourceIndex, length);
        }
    }

    @Override
    public void copy(long from, long to, long length) {
        MemorySegment.copy(EVERYTHING, start + from, EVERYTHING, start + to, length);
    }

    @Override
    public void zero(long offset, long length) {
        Zeros.copy(EVERYTHING, start + offset, length);
    }

    @Override
    public void close() {
        CLibrary.free(address);
    }
}
