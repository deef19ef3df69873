package io.slabcache.store.memory;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** How segments are accessed: constants, so that the compiler sees through them. */
final class SegmentAccess {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** Ordered access, which is there for aligned words alone. */
    static final VarHandle ALIGNED_LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private SegmentAccess() {}
}
