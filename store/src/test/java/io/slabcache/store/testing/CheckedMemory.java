package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.memory.Memory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;

/**
 * Memory that does no access which its contract forbids, but fails, and remembers that it did: outside the region, over a
 * page's end, not aligned, after the end, of a page that was not committed, and writes to a page that is free again.
 * (What is read of such a page is garbage, but a reader without a lock may meet it.)
 */
public final class CheckedMemory extends Memory {
    private final Memory delegate;
    private final int pageSize;
    private final AtomicIntegerArray committed;
    private final AtomicInteger pagesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile IntPredicate isFree = page -> false;
    private volatile boolean closed;

    /**
     * Reserves a region.
     *
     * @param capacity bytes
     * @param pageSize bytes
     */
    public CheckedMemory(long capacity, int pageSize) {
        super(capacity);
        this.pageSize = pageSize;
        delegate = Memory.allocate(capacity, pageSize);
        committed = new AtomicIntegerArray((int) (capacity / pageSize));
    }

    /**
     * Refuses pages, as a machine that has no more memory does.
     *
     * @param pages so many are still given
     */
    public void giveNoMoreThan(int pages) {
        pagesLeft.set(pages);
    }

    /**
     * Refuses writes to free pages.
     *
     * @param free tells whether a page is free
     */
    public void watchFreePages(IntPredicate free) {
        isFree = free;
    }

    /**
     * Returns what was refused.
     *
     * @return a sentence for each forbidden access
     */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public boolean commit(long offset) {
        check("commit", offset, 0, pageSize);
        int page = (int) (offset / pageSize);
        if (committed.get(page) == 0) {
            if (pagesLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                return false;
            }
            assertThat(delegate.commit(offset)).isTrue();
            committed.set(page, 1);
        }
        return true;
    }

    private void checkRead(String access, long offset, long length, int alignment) {
        check(access, offset, length, alignment);
        if (length > 0 && committed.get((int) (offset / pageSize)) == 0) {
            fail(access, "of a page that was not committed", offset, length);
        }
    }

    private void checkWrite(String access, long offset, long length, int alignment) {
        checkRead(access, offset, length, alignment);
        if (length > 0 && isFree.test((int) (offset / pageSize))) {
            fail(access, "to a free page", offset, length);
        }
    }

    private void checkRead(String access, long base, int displacement, int length, int alignment) {
        checkRecord(access, base, displacement);
        checkRead(access, base + displacement, length, alignment);
    }

    private void checkWrite(String access, long base, int displacement, int length, int alignment) {
        checkRecord(access, base, displacement);
        checkWrite(access, base + displacement, length, alignment);
    }

    /** A record and what is accessed of it lie in one page. */
    private void checkRecord(String access, long base, int displacement) {
        if (displacement < 0 || Math.floorDiv(base, pageSize) != Math.floorDiv(base + displacement, pageSize)) {
            fail(access, "of a record in another page", base, displacement);
        }
    }

    private void check(String access, long offset, long length, int alignment) {
        if (closed) {
            fail(access, "after the end", offset, length);
        }
        if (length < 0 || offset < 0 || offset > capacity() - length) {
            fail(access, "outside the region", offset, length);
        }
        if (offset % alignment != 0) {
            fail(access, "that is not aligned", offset, length);
        }
        if (length > 0 && offset / pageSize != (offset + length - 1) / pageSize) {
            fail(access, "over the end of a page", offset, length);
        }
    }

    private void fail(String access, String why, long offset, long length) {
        String violation = access + " " + why + ": offset=" + offset + ", length=" + length + ", pageSize=" + pageSize
                + ", capacity=" + capacity();
        violations.add(violation);
        throw new AssertionError(violation);
    }

    @Override
    public byte getByte(long base, int displacement) {
        checkRead("getByte", base, displacement, Byte.BYTES, 1);
        return delegate.getByte(base, displacement);
    }

    @Override
    public void putByte(long base, int displacement, byte value) {
        checkWrite("putByte", base, displacement, Byte.BYTES, 1);
        delegate.putByte(base, displacement, value);
    }

    @Override
    public short getShort(long base, int displacement) {
        checkRead("getShort", base, displacement, Short.BYTES, Short.BYTES);
        return delegate.getShort(base, displacement);
    }

    @Override
    public void putShort(long base, int displacement, short value) {
        checkWrite("putShort", base, displacement, Short.BYTES, Short.BYTES);
        delegate.putShort(base, displacement, value);
    }

    @Override
    public int getInt(long base, int displacement) {
        checkRead("getInt", base, displacement, Integer.BYTES, Integer.BYTES);
        return delegate.getInt(base, displacement);
    }

    @Override
    public void putInt(long base, int displacement, int value) {
        checkWrite("putInt", base, displacement, Integer.BYTES, Integer.BYTES);
        delegate.putInt(base, displacement, value);
    }

    @Override
    public long getLong(long base, int displacement) {
        checkRead("getLong", base, displacement, Long.BYTES, 1);
        return delegate.getLong(base, displacement);
    }

    @Override
    public void putLong(long base, int displacement, long value) {
        checkWrite("putLong", base, displacement, Long.BYTES, 1);
        delegate.putLong(base, displacement, value);
    }

    @Override
    public long getLongAcquire(long offset) {
        checkRead("getLongAcquire", offset, Long.BYTES, Long.BYTES);
        return delegate.getLongAcquire(offset);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        checkWrite("putLongRelease", offset, Long.BYTES, Long.BYTES);
        delegate.putLongRelease(offset, value);
    }

    @Override
    public boolean compareAndSetLong(long offset, long expected, long value) {
        checkWrite("compareAndSetLong", offset, Long.BYTES, Long.BYTES);
        return delegate.compareAndSetLong(offset, expected, value);
    }

    @Override
    public void getBytes(long offset, byte[] target, int targetOffset, int length) {
        checkRead("getBytes", offset, length, 1);
        delegate.getBytes(offset, target, targetOffset, length);
    }

    @Override
    public void putBytes(long offset, byte[] source, int sourceOffset, int length) {
        checkWrite("putBytes", offset, length, 1);
        delegate.putBytes(offset, source, sourceOffset, length);
    }

    @Override
    public void getBytes(long offset, ByteBuffer target, int targetIndex, int length) {
        checkRead("getBytes", offset, length, 1);
        delegate.getBytes(offset, target, targetIndex, length);
    }

    @Override
    public void putBytes(long offset, ByteBuffer source, int sourceIndex, int length) {
        checkWrite("putBytes", offset, length, 1);
        delegate.putBytes(offset, source, sourceIndex, length);
    }

    @Override
    public void copy(long from, long to, long length) {
        checkRead("copy", from, length, 1);
        checkWrite("copy", to, length, 1);
        delegate.copy(from, to, length);
    }

    @Override
    public void zero(long offset, long length) {
        checkWrite("zero", offset, length, 1);
        delegate.zero(offset, length);
    }

    @Override
    public void close() {
        if (closed) {
            fail("close", "after the end", 0, 0);
        }
        closed = true;
        delegate.close();
    }
}
