package io.slabcache.store.engine;

import io.slabcache.store.CapacityException;
import io.slabcache.store.StoreClock;
import io.slabcache.store.memory.Memory;
import java.util.concurrent.atomic.AtomicLong;

/** The parts of one engine, made once and shared by the classes that work on them. */
final class EngineContext {
    final Geometry geometry;
    final Memory memory;
    final StoreClock clock;
    final SlabClasses sizes;
    final PageTable pages;
    final BlockPool indexBlocks;
    final BlockPool queueBlocks;
    final SlabClass[] classes;
    final ClassPages classPages;
    final Stripe[] stripes;
    final KeyHash keyHash;
    final Items items;
    final Removals removals;
    final EvictionTuner tuner;
    private final int hashedPrefixLength;

    /** Whether items go when there is no room; else they stay, and what needs room fails. */
    final boolean evicts;

    /** No cleared item has a higher token than this, whatever its stripe. */
    private final AtomicLong highestClearMark;

    EngineContext(
            Geometry geometry,
            Memory memory,
            StoreClock clock,
            long seed,
            int hashedPrefixLength,
            boolean evicts,
            Removals removals,
            String name) {
        this.geometry = geometry;
        this.memory = memory;
        this.clock = clock;
        this.hashedPrefixLength = hashedPrefixLength;
        this.evicts = evicts;
        this.removals = removals;
        sizes = SlabClasses.of(geometry);
        pages = new PageTable(geometry.pageCount(), page -> memory.commit(geometry.pageOffset(page)));
        indexBlocks = new BlockPool(geometry, pages, PageTable.OWNER_INDEX);
        queueBlocks = new BlockPool(geometry, pages, PageTable.OWNER_QUEUES);
        // page 0 must never hold an item, since an index entry with offset 0 means none
        int firstPage = pages.take(PageTable.OWNER_INDEX);
        if (firstPage == PageTable.NO_PAGE) {
            throw new CapacityException(
                    "the machine refused the memory of the first page: pageSize=" + geometry.pageSize());
        }
        indexBlocks.addPage(firstPage);
        classPages = new ClassPages(geometry.pageCount());
        tuner = new EvictionTuner(name, this::queuedItems);
        classes = new SlabClass[sizes.count()];
        for (int id = 0; id < classes.length; id++) {
            classes[id] =
                    new SlabClass(id, sizes.chunkSize(id), geometry, memory, pages, classPages, queueBlocks, tuner);
        }
        stripes = new Stripe[geometry.stripeCount()];
        long nowMillis = clock.millis();
        for (int number = 0; number < stripes.length; number++) {
            stripes[number] = new Stripe(number, stripes.length, nowMillis);
        }
        highestClearMark = new AtomicLong(Stripe.highestFirstToken(stripes.length, nowMillis));
        keyHash = new KeyHash(seed);
        items = new Items(memory, geometry, sizes, keyHash);
    }

    Stripe stripe(long hash) {
        return stripes[(int) (hash >>> (Long.SIZE - geometry.stripeBits()))];
    }

    static int indexHash(long hash) {
        return (int) hash;
    }

    /** Returns the hash of a key of legal length. */
    long hash(byte[] key, int offset, int length) {
        return keyHash.hash(key, offset, hashedPrefixLength == 0 ? length : hashedPrefixLength);
    }

    /** Returns the hash of the key of an item that may be changing or gone; see {@link Items#hashUnchecked}. */
    long hashUnchecked(long item) {
        return items.hashUnchecked(item, hashedPrefixLength);
    }

    long highestClearMark() {
        return highestClearMark.get();
    }

    void raiseHighestClearMark(long casToken) {
        highestClearMark.accumulateAndGet(casToken, Math::max);
    }

    private long queuedItems() {
        long queued = 0;
        for (SlabClass slabClass : classes) {
            slabClass.lock.lock();
            try {
                queued += slabClass.queuedItems();
            } finally {
                slabClass.lock.unlock();
            }
        }
        return queued;
    }

    SlabClass classOfChunk(long chunk) {
        return classes[pages.owner(geometry.pageOf(chunk))];
    }
}
