package io.slabcache.bench.memory;

import java.lang.management.ManagementFactory;

/**
 * What a process keeps on its heap. One collection does not tell: what is only softly or weakly referenced, what a thread that is
 * just ending still holds, and what cleaners must see first goes with a later one, so it is collected until nothing goes any more.
 */
final class HeapMemory {
    private static final int COLLECTIONS_AT_LEAST = 4;
    private static final int COLLECTIONS_AT_MOST = 40;
    private static final int PAUSE_MILLIS = 50;
    private static final long NOTHING = 4096;

    private HeapMemory() {}

    /** Returns the bytes in use once collections free no more. */
    static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        int withoutGain = 0;
        for (int i = 0; i < COLLECTIONS_AT_MOST && withoutGain < COLLECTIONS_AT_LEAST; i++) {
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            withoutGain = used + NOTHING < least ? 0 : withoutGain + 1;
            least = Math.min(least, used);
        }
        return least;
    }
}
