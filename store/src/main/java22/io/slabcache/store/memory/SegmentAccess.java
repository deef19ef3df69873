package io.slabcache.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** How segments are accessed: constants, so that the compiler sees through them. */
final class SegmentAccess {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** Ordered access, which is there for aligned words alone. */
    static final VarHandle ALIGNED_LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private SegmentAccess() {}

    /** Copies bytes out into a writable buffer. */
    static void copy(MemorySegment source, long offset, ByteBuffer target, int targetIndex, int length) {
        if (target.hasArray()) {
            MemorySegment.copy(source, BYTE, offset, target.array(), target.arrayOffset() + targetIndex, length);
        } else {
            MemorySegment.copy(source, offset, whole(target), targetIndex, length);
        }
    }

    /** Copies bytes in from a buffer. */
    static void copy(ByteBuffer source, int sourceIndex, MemorySegment target, long offset, int length) {
        if (source.hasArray()) {
            MemorySegment.copy(source.array(), source.arrayOffset() + sourceIndex, target, BYTE, offset, length);
        } else {
            MemorySegment.copy(whole(source), sourceIndex, target, offset, length);
        }
    }

    /** A segment of a buffer begins at the buffer's position, so the position of a view is set to 0. */
    private static MemorySegment whole(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer.duplicate().clear());
    }
}
