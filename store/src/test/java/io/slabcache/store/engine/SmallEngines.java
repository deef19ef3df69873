package io.slabcache.store.engine;

import io.slabcache.store.Maintenance;
import io.slabcache.store.StoreSettings;
import io.slabcache.store.memory.Memory;
import io.slabcache.store.testing.StoreSpec;
import java.util.function.LongFunction;

/**
 * Opens engines far below the smallest legal capacity, for tests in which a few items must be enough to evict, to grow
 * the index and to move pages. The same operations in the same order give the same engine.
 */
public final class SmallEngines {
    /** One block: the smallest page. Two of the largest chunks fit one. */
    public static final int PAGE_SIZE = BlockPool.BLOCK_SIZE;

    /** The number of stripes, the fewest there can be. */
    public static final int STRIPES = 2;

    private static final long SEED = 0x5EED;
    private static final Maintenance NONE = ended();

    private SmallEngines() {}

    private static Maintenance ended() {
        Maintenance maintenance = Maintenance.start("ended");
        maintenance.close();
        return maintenance;
    }

    /**
     * Opens an engine that is maintained only by calls.
     *
     * @param spec what it is to be like
     * @param pages how many pages it has; the index and the queues alone take about seven
     * @param allocation gives the memory
     * @return a new engine
     */
    public static SlabEngine open(StoreSpec spec, int pages, LongFunction<Memory> allocation) {
        Geometry geometry = new Geometry((long) pages << BlockPool.BLOCK_SHIFT, BlockPool.BLOCK_SHIFT, pages, 1);
        StoreSettings settings = new StoreSettings(
                "small",
                geometry.capacity(),
                spec.maxItemSize(),
                0,
                0,
                spec.hashedPrefixLength(),
                true,
                spec.clock(),
                NONE,
                spec.listener(),
                spec.causes());
        return SlabEngine.open(settings, geometry, SEED, (capacity, pageSize) -> allocation.apply(capacity));
    }

    /**
     * Returns memory as the engine takes it, outside of the heap.
     *
     * @param capacity bytes
     * @return a new region
     */
    public static Memory memory(long capacity) {
        return Memory.allocate(capacity, PAGE_SIZE);
    }

    /**
     * Returns the stripe of a key, the same for all these engines.
     *
     * @param engine one of them
     * @param key a whole key
     * @return a number below {@link #STRIPES}
     */
    public static int stripe(SlabEngine engine, byte[] key) {
        int[] number = new int[1];
        engine.inspect(context -> {
            Stripe stripe = context.stripe(context.hash(key, 0, key.length));
            number[0] = stripe == context.stripes[0] ? 0 : 1;
        });
        return number[0];
    }

    /**
     * Returns how many more entries the table of a key's stripe takes before it grows, once it is there.
     *
     * @param engine one of them
     * @param key a whole key
     * @return 0 if the next entry makes it grow
     */
    public static long roomInTable(SlabEngine engine, byte[] key) {
        long[] room = new long[1];
        engine.inspect(context -> {
            Stripe stripe = context.stripe(context.hash(key, 0, key.length));
            stripe.lock.lock();
            try {
                IndexTable table = stripe.table();
                room[0] = table == null ? 1 : Math.max(0, table.itemsWanted() - stripe.entries);
            } finally {
                stripe.lock.unlock();
            }
        });
        return room[0];
    }

    /**
     * Tells whether a key's bucket takes another entry without an overflow line, of which there are few: a table that has
     * used them up grows before it is as full as it should be.
     *
     * @param engine one of them
     * @param key a whole key
     * @return whether one of the bucket's places is free
     */
    public static boolean hasRoomInBucket(SlabEngine engine, byte[] key) {
        boolean[] room = new boolean[1];
        engine.inspect(context -> {
            long hash = context.hash(key, 0, key.length);
            Stripe stripe = context.stripe(hash);
            stripe.lock.lock();
            try {
                IndexTable table = stripe.table();
                room[0] = table == null;
                for (int place = 1; table != null && place <= IndexTable.ENTRIES_PER_LINE; place++) {
                    long entry = table.bucket(EngineContext.indexHash(hash)) + (long) place * Long.BYTES;
                    room[0] |= context.memory.getLong(entry) == 0;
                }
            } finally {
                stripe.lock.unlock();
            }
        });
        return room[0];
    }

    /**
     * Returns the size of an item.
     *
     * @param keyLength bytes
     * @param valueLength bytes
     * @return bytes of header, key and value
     */
    public static int itemSize(int keyLength, int valueLength) {
        return (int) Items.sizeOf(keyLength, valueLength, false);
    }

    /**
     * Returns how many items of a size fill a page.
     *
     * @param engine the engine
     * @param itemSize bytes of key, value and header
     * @return a number of chunks
     */
    public static int itemsPerPage(SlabEngine engine, int itemSize) {
        return engine.classOf(itemSize).chunksPerPage();
    }

    /**
     * Evicts an item of the class that holds items of a size.
     *
     * @param engine the engine
     * @param itemSize bytes of key, value and header
     * @return whether there was one
     */
    public static boolean evict(SlabEngine engine, int itemSize) {
        boolean[] evicted = new boolean[1];
        engine.run(() -> evicted[0] = engine.mover().evict(engine.classOf(itemSize)));
        return evicted[0];
    }

    /**
     * Takes a page away from the class that holds items of a size, and gives it to the class of another.
     *
     * @param engine the engine
     * @param itemSize bytes of key, value and header
     * @param otherSize the same, of another class
     * @return whether a page could be emptied
     */
    public static boolean movePage(SlabEngine engine, int itemSize, int otherSize) {
        boolean[] moved = new boolean[1];
        engine.run(() -> {
            SlabClass to = engine.classOf(otherSize);
            int page = engine.mover().takePageFrom(engine.classOf(itemSize), to.id());
            moved[0] = page != PageTable.NO_PAGE;
            if (moved[0]) {
                to.lock.lock();
                try {
                    to.addPage(page);
                } finally {
                    to.lock.unlock();
                }
            }
        });
        return moved[0];
    }
}
