package io.slabcache.bench.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * What a JVM keeps on its heap. One collection does not tell: what a thread that is just ending still holds, and what cleaners must
 * see first goes with a later one, so it is collected until nothing goes any more.
 */
public final class HeapMemory {
    private static final int COLLECTIONS_WITHOUT_GAIN = 4;
    private static final int COLLECTIONS_AT_MOST = 40;
    private static final int PAUSE_MILLIS = 50;
    private static final long NOTHING = 4096;

    private HeapMemory() {}

    /** Returns the bytes that are left on this JVM's heap. */
    public static long used() throws InterruptedException {
        return used(ManagementFactory.getMemoryMXBean());
    }

    /** Returns the bytes that are left on a heap. */
    public static long used(MemoryMXBean memory) throws InterruptedException {
        long least = Long.MAX_VALUE;
        int withoutGain = 0;
        for (int i = 0; i < COLLECTIONS_AT_MOST && withoutGain < COLLECTIONS_WITHOUT_GAIN; i++) {
            memory.gc();
            Thread.sleep(PAUSE_MILLIS);
            long used = memory.getHeapMemoryUsage().getUsed();
            withoutGain = used + NOTHING < least ? 0 : withoutGain + 1;
            least = Math.min(least, used);
        }
        return least;
    }
}
