package io.slabcache.store.memory;

import static io.slabcache.store.memory.SegmentAccess.ALIGNED_LONG;
import static io.slabcache.store.memory.SegmentAccess.BYTE;
import static io.slabcache.store.memory.SegmentAccess.INT;
import static io.slabcache.store.memory.SegmentAccess.LONG;
import static io.slabcache.store.memory.SegmentAccess.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A region of memory segments, for Java 22 and later. */
final class SegmentMemory extends Memory {
    /* Extents
     * -------
     * An arena commits what it allocates, since it fills it with zeros. So the region is cut into extents, which are
     * allocated when the first of their pages is committed: about a hundredth of the capacity each, so that a store holds
     * little more than it uses, but at most 64 MiB, so that nobody waits long for one. One segment over all memory spares
     * the lookup of the extent, but can only be had by a restricted method, of which the JVM warns unless it was told
     * that it is welcome: see AddressMemory. Accesses to one record say where it begins, so that the compiler can look
     * its extent up once for all of them.
     *
     * An extent is written into the array once, under the lock, and read without it. That is a data race which does no
     * harm: all fields of a segment are final; a thread that rightly accesses a page learnt its number from one that
     * committed it before; and a thread that follows a garbage offset into an extent that is not there, or that it does
     * not see yet, reads zeros. The null check of a read costs nothing: the compiler makes a trap of it.
     */

    /** Makes regions; found by its name. */
    static final class Allocator implements MemoryFactory {
        Allocator() {}

        @Override
        public Memory allocate(long capacity, int pageSize) {
            return new SegmentMemory(capacity, pageSize);
        }
    }

    private static final int MIN_EXTENT_SHIFT = 18;
    private static final int MAX_EXTENT_SHIFT = 26;
    private static final int EXTENTS_WANTED_SHIFT = 7;

    /** glibc may keep what was freed in pieces of up to 32 MiB; larger ones go back to the machine at once. */
    private static final int MAX_KEPT_SHIFT = 25;

    private final Arena arena = Arena.ofShared();
    private final ReentrantLock lock = new ReentrantLock();
    private final int extentShift;
    private final long extentMask;

    /** Elements are written once, under {@link #lock}. */
    private final @Nullable MemorySegment[] extents;

    /** The extents once more, for copies from and to buffers: a segment made of a buffer would be garbage with each. */
    private final @Nullable ByteBuffer[] views;

    SegmentMemory(long capacity, int pageSize) {
        super(capacity);
        int wanted = Long.SIZE - 1 - Long.numberOfLeadingZeros(capacity) - EXTENTS_WANTED_SHIFT;
        int pageShift = Integer.numberOfTrailingZeros(pageSize);
        extentShift = Math.max(pageShift, Math.max(MIN_EXTENT_SHIFT, Math.min(MAX_EXTENT_SHIFT, wanted)));
        extentMask = (1L << extentShift) - 1;
        long count = (capacity + extentMask) >>> extentShift;
        if (count > Integer.MAX_VALUE) {
            throw new OutOfMemoryError("the region has too many extents: capacity=" + capacity);
        }
        extents = new MemorySegment[(int) count];
        views = new ByteBuffer[(int) count];
    }

    @Override
    public boolean commit(long offset) {
        int number = (int) (offset >>> extentShift);
        lock.lock();
        try {
            if (extents[number] == null) {
                long begin = (long) number << extentShift;
                MemorySegment extent = arena.allocate(Math.min(extentMask + 1, capacity() - begin), ALIGNMENT);
                views[number] = extent.asByteBuffer();
                extents[number] = extent;
            }
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable MemorySegment extent(long offset) {
        return extents[(int) (offset >>> extentShift)];
    }

    private @Nullable ByteBuffer view(long offset) {
        return views[(int) (offset >>> extentShift)];
    }

    /** Returns the extent of a page that was committed. */
    private MemorySegment committed(long offset) {
        MemorySegment extent = extent(offset);
        if (extent == null) {
            throw notCommitted(offset);
        }
        return extent;
    }

    private static IllegalStateException notCommitted(long offset) {
        return new IllegalStateException("the page was not committed: offset=" + offset);
    }

    @Override
    public byte getByte(long base, int displacement) {
        MemorySegment extent = extent(base);
        return extent == null ? 0 : extent.get(BYTE, (base & extentMask) + displacement);
    }

    @Override
    public void putByte(long base, int displacement, byte value) {
        committed(base).set(BYTE, (base & extentMask) + displacement, value);
    }

    @Override
    public short getShort(long base, int displacement) {
        MemorySegment extent = extent(base);
        return extent == null ? 0 : extent.get(SHORT, (base & extentMask) + displacement);
    }

    @Override
    public void putShort(long base, int displacement, short value) {
        committed(base).set(SHORT, (base & extentMask) + displacement, value);
    }

    @Override
    public int getInt(long base, int displacement) {
        MemorySegment extent = extent(base);
        return extent == null ? 0 : extent.get(INT, (base & extentMask) + displacement);
    }

    @Override
    public void putInt(long base, int displacement, int value) {
        committed(base).set(INT, (base & extentMask) + displacement, value);
    }

    @Override
    public long getLong(long base, int displacement) {
        MemorySegment extent = extent(base);
        return extent == null ? 0 : extent.get(LONG, (base & extentMask) + displacement);
    }

    @Override
    public void putLong(long base, int displacement, long value) {
        committed(base).set(LONG, (base & extentMask) + displacement, value);
    }

    @Override
    public long getLongAcquire(long offset) {
        MemorySegment extent = extent(offset);
        return extent == null ? 0 : (long) ALIGNED_LONG.getAcquire(extent, offset & extentMask);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        ALIGNED_LONG.setRelease(committed(offset), offset & extentMask, value);
    }

    @Override
    public boolean compareAndSetLong(long offset, long expected, long value) {
        return ALIGNED_LONG.compareAndSet(committed(offset), offset & extentMask, expected, value);
    }

    @Override
    public void getBytes(long offset, byte[] target, int targetOffset, int length) {
        MemorySegment extent = length == 0 ? null : extent(offset);
        if (extent != null) {
            MemorySegment.copy(extent, BYTE, offset & extentMask, target, targetOffset, length);
        }
    }

    @Override
    public void putBytes(long offset, byte[] source, int sourceOffset, int length) {
        if (length > 0) {
            MemorySegment.copy(source, sourceOffset, committed(offset), BYTE, offset & extentMask, length);
        }
    }

    @Override
    public void getBytes(long offset, ByteBuffer target, int targetIndex, int length) {
        ByteBuffer view = length == 0 ? null : view(offset);
        if (view != null) {
            target.put(targetIndex, view, (int) (offset & extentMask), length);
        }
    }

    @Override
    public void putBytes(long offset, ByteBuffer source, int sourceIndex, int length) {
        if (length == 0) {
            return;
        }
        ByteBuffer view = view(offset);
        if (view == null) {
            throw notCommitted(offset);
        }
        view.put((int) (offset & extentMask), source, sourceIndex, length);
    }

    @Override
    public void copy(long from, long to, long length) {
        MemorySegment.copy(committed(from), from & extentMask, committed(to), to & extentMask, length);
    }

    @Override
    public void zero(long offset, long length) {
        Zeros.copy(committed(offset), offset & extentMask, length);
    }

    @Override
    public void close() {
        arena.close();
        if (extentShift <= MAX_KEPT_SHIFT) {
            FreedMemory.giveBack();
        }
    }
}
