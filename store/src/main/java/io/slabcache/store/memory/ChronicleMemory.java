package io.slabcache.store.memory;

import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.openhft.chronicle.core.UnsafeMemory;

/** A region reserved and accessed through chronicle-core, which stands on {@code sun.misc.Unsafe}. */
final class ChronicleMemory extends Memory {
    private static final UnsafeMemory MEMORY;
    private static final long BUFFER_ADDRESS;
    private static final long ARRAY_BASE;

    /** Larger copies are split: chronicle-core times every copy above this size and logs those it finds slow. */
    private static final int LARGEST_COPY = 128 << 10;

    static {
        MEMORY = UnsafeMemory.INSTANCE;
        ARRAY_BASE = MEMORY.arrayBaseOffset(byte[].class);
        try {
            BUFFER_ADDRESS = UnsafeMemory.unsafeObjectFieldOffset(Buffer.class.getDeclaredField("address"));
        } catch (NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long address;
    private final long reserved;
    private final long start;

    ChronicleMemory(long capacity) {
        super(capacity);
        // malloc aligns to 16 bytes only
        reserved = Math.addExact(capacity, ALIGNMENT);
        address = MEMORY.allocate(reserved);
        start = (address + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The machine gives what was reserved as it is touched. */
    @Override
    public boolean commit(long offset) {
        return true;
    }

    @Override
    public byte getByte(long base, int displacement) {
        return UnsafeMemory.unsafeGetByte(start + base + displacement);
    }

    @Override
    public void putByte(long base, int displacement, byte value) {
        UnsafeMemory.unsafePutByte(start + base + displacement, value);
    }

    @Override
    public short getShort(long base, int displacement) {
        return MEMORY.readShort(start + base + displacement);
    }

    @Override
    public void putShort(long base, int displacement, short value) {
        MEMORY.writeShort(start + base + displacement, value);
    }

    @Override
    public int getInt(long base, int displacement) {
        return UnsafeMemory.unsafeGetInt(start + base + displacement);
    }

    @Override
    public void putInt(long base, int displacement, int value) {
        UnsafeMemory.unsafePutInt(start + base + displacement, value);
    }

    @Override
    public long getLong(long base, int displacement) {
        return UnsafeMemory.unsafeGetLong(start + base + displacement);
    }

    @Override
    public void putLong(long base, int displacement, long value) {
        UnsafeMemory.unsafePutLong(start + base + displacement, value);
    }

    @Override
    public long getLongAcquire(long offset) {
        return MEMORY.readVolatileLong(start + offset);
    }

    @Override
    public void putLongRelease(long offset, long value) {
        MEMORY.writeOrderedLong(start + offset, value);
    }

    @Override
    public boolean compareAndSetLong(long offset, long expected, long value) {
        return MEMORY.compareAndSwapLong(start + offset, expected, value);
    }

    @Override
    public void getBytes(long offset, byte[] target, int targetOffset, int length) {
        long from = start + offset;
        long to = ARRAY_BASE + targetOffset;
        int rest = length;
        while (rest > LARGEST_COPY) {
            MEMORY.copyMemory(from, target, to, LARGEST_COPY);
            from += LARGEST_COPY;
            to += LARGEST_COPY;
            rest -= LARGEST_COPY;
        }
        MEMORY.copyMemory(from, target, to, rest);
    }

    @Override
    public void putBytes(long offset, byte[] source, int sourceOffset, int length) {
        long to = start + offset;
        int from = sourceOffset;
        int rest = length;
        while (rest > LARGEST_COPY) {
            MEMORY.copyMemory(source, from, to, LARGEST_COPY);
            from += LARGEST_COPY;
            to += LARGEST_COPY;
            rest -= LARGEST_COPY;
        }
        MEMORY.copyMemory(source, from, to, rest);
    }

    @Override
    public void getBytes(long offset, ByteBuffer target, int targetIndex, int length) {
        if (target.hasArray()) {
            getBytes(offset, target.array(), target.arrayOffset() + targetIndex, length);
        } else {
            try {
                MEMORY.copyMemory(start + offset, address(target) + targetIndex, (long) length);
            } finally {
                Reference.reachabilityFence(target);
            }
        }
    }

    @Override
    public void putBytes(long offset, ByteBuffer source, int sourceIndex, int length) {
        if (source.hasArray()) {
            putBytes(offset, source.array(), source.arrayOffset() + sourceIndex, length);
        } else if (source.isDirect()) {
            try {
                MEMORY.copyMemory(address(source) + sourceIndex, start + offset, (long) length);
            } finally {
                Reference.reachabilityFence(source);
            }
        } else {
            putReadOnlyBytes(start + offset, source, sourceIndex, length);
        }
    }

    /** A read-only heap buffer hides its array, so its bytes can only be asked for. */
    private static void putReadOnlyBytes(long address, ByteBuffer source, int sourceIndex, int length) {
        ByteBuffer view = source.duplicate().order(ByteOrder.nativeOrder());
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            UnsafeMemory.unsafePutLong(address + i, view.getLong(sourceIndex + i));
        }
        for (; i < length; i++) {
            UnsafeMemory.unsafePutByte(address + i, view.get(sourceIndex + i));
        }
    }

    private static long address(ByteBuffer direct) {
        return UnsafeMemory.unsafeGetLong(direct, BUFFER_ADDRESS);
    }

    @Override
    public void copy(long from, long to, long length) {
        MEMORY.copyMemory(start + from, start + to, length);
    }

    @Override
    public void zero(long offset, long length) {
        MEMORY.setMemory(start + offset, length, (byte) 0);
    }

    @Override
    public void close() {
        MEMORY.freeMemory(address, reserved);
    }
}
