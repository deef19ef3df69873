package io.slabcache.store;

import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.ManualClock;
import io.slabcache.store.testing.ResidentMemory;
import io.slabcache.store.testing.StoreSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that fills a store with small items and reports what they cost: on the heap, and resident beyond their keys
 * and values. {@link HeapFootprintTest} runs it in a JVM of its own.
 *
 * @param heapBytes what the store and its items leave on the heap
 * @param residentBytes by how much the process grew
 * @param payloadBytes the keys and values
 * @param statistics the store's figures
 */
record Footprint(long heapBytes, long residentBytes, long payloadBytes, StoreStatistics statistics) {
    static final int ITEMS = 1_000_000;
    static final int KEY_LENGTH = 32;
    static final int VALUE_LENGTH = 100;
    static final long CAPACITY = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Footprint.class);

    /**
     * Measures and reports.
     *
     * @param args none
     */
    public static void main(String[] args) {
        LOG.info("{}", measure());
    }

    static Footprint measure() {
        MemoryMXBean heap = ManagementFactory.getMemoryMXBean();
        // so that nothing of what follows is compiled or loaded for the first time
        fill(ITEMS).close();
        fill(ITEMS).close();
        long heapBefore = usedAfterCollection(heap);
        long residentBefore = ResidentMemory.bytes();
        try (SlabStore store = fill(ITEMS)) {
            long resident = ResidentMemory.bytes() - residentBefore;
            long used = usedAfterCollection(heap) - heapBefore;
            StoreStatistics statistics = store.statistics();
            return new Footprint(used, resident, statistics.payloadBytes(), statistics);
        }
    }

    double overheadPerItem() {
        return (double) (residentBytes - payloadBytes) / statistics.items();
    }

    private static SlabStore fill(int items) {
        SlabStore store = EngineStores.openMaintained(new StoreSpec(new ManualClock()), CAPACITY);
        byte[] key = new byte[KEY_LENGTH];
        byte[] value = new byte[VALUE_LENGTH];
        for (int i = 0; i < items; i++) {
            ByteBuffer.wrap(key).putInt(KEY_LENGTH - Integer.BYTES, i);
            value[i % VALUE_LENGTH]++;
            store.set(key, value, SlabStore.NO_EXPIRY);
        }
        return store;
    }

    private static long usedAfterCollection(MemoryMXBean heap) {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            heap.gc();
            used = Math.min(used, heap.getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "items=%d, payload=%d B, resident=%d B (%.1f B per item over payload), heap=%d B,"
                        + " pages of %d B: slabs=%d, index=%d, queues=%d, free=%d",
                statistics.items(),
                payloadBytes,
                residentBytes,
                overheadPerItem(),
                heapBytes,
                statistics.pageSize(),
                statistics.pages() - statistics.freePages() - statistics.indexPages() - statistics.queuePages(),
                statistics.indexPages(),
                statistics.queuePages(),
                statistics.freePages());
    }
}
