package io.slabcache.store.engine;

import io.slabcache.store.SlabClassStatistics;
import io.slabcache.store.StoreStatistics;
import java.util.ArrayList;
import java.util.List;

/** Adds up the counters of stripes and classes. */
final class StatisticsCollector {
    private StatisticsCollector() {}

    static StoreStatistics collect(
            EngineContext context, OperationGate gate, long rejected, long pagesMoved, long expiryLagMillis) {
        long items = 0;
        long payloadBytes = 0;
        long writes = 0;
        long deletes = 0;
        long evicted = 0;
        long expired = 0;
        long cleared = 0;
        long ghostHits = 0;
        for (Stripe stripe : context.stripes) {
            stripe.lock.lock();
            try {
                items += stripe.items;
                payloadBytes += stripe.payloadBytes;
                writes += stripe.writes;
                deletes += stripe.deletes;
                evicted += stripe.evicted;
                expired += stripe.expired;
                cleared += stripe.cleared;
                ghostHits += stripe.ghostHits;
            } finally {
                stripe.lock.unlock();
            }
        }
        int indexPages = context.pages.countOwnedBy(PageTable.OWNER_INDEX);
        int queuePages = context.pages.countOwnedBy(PageTable.OWNER_QUEUES);
        long usedBytes = (long) (indexPages + queuePages) * context.geometry.pageSize();
        List<SlabClassStatistics> classes = new ArrayList<>();
        for (SlabClass slabClass : context.classes) {
            slabClass.lock.lock();
            try {
                usedBytes += slabClass.usedChunks() * slabClass.chunkSize();
                if (slabClass.pageCount() > 0) {
                    classes.add(new SlabClassStatistics(
                            slabClass.id(),
                            slabClass.chunkSize(),
                            slabClass.pageCount(),
                            slabClass.queuedItems(),
                            slabClass.freeChunks(),
                            slabClass.evicted(),
                            slabClass.evictionAgeMillis()));
                }
            } finally {
                slabClass.lock.unlock();
            }
        }
        return new StoreStatistics(
                items,
                context.geometry.capacity(),
                context.geometry.pageSize(),
                context.geometry.pageCount(),
                context.pages.freeCount(),
                indexPages,
                queuePages,
                usedBytes,
                payloadBytes,
                gate.hits(),
                gate.misses(),
                writes,
                deletes,
                evicted,
                expired,
                cleared,
                rejected,
                ghostHits,
                pagesMoved,
                expiryLagMillis,
                classes);
    }
}
