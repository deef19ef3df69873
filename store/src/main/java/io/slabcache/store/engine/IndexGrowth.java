package io.slabcache.store.engine;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a stripe's table by a larger one. The blocks are found and cleared before the stripe's lock is taken; only
 * the copying of the entries happens under it. Called without any lock.
 */
final class IndexGrowth {
    /** Before all other locks, so that room can be made while it is held. */
    private final ReentrantLock lock = new ReentrantLock();

    private final EngineContext context;
    private final RoomMaker roomMaker;

    IndexGrowth(EngineContext context, RoomMaker roomMaker) {
        this.context = context;
        this.roomMaker = roomMaker;
    }

    /** Grows a stripe's table if it is fuller than it should be and nobody else is growing one. */
    void growIfWanted(Stripe stripe) {
        if (lock.tryLock()) {
            try {
                if (isWanted(stripe)) {
                    grow(stripe);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Grows a stripe's table that had no room for an entry.
     *
     * @param full the table that was full, or null if there was none
     * @return whether there is another table now; false if no memory could be found
     */
    boolean growFull(Stripe stripe, @Nullable IndexTable full) {
        lock.lock();
        try {
            return stripe.table() != full || grow(stripe);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isWanted(Stripe stripe) {
        stripe.lock.lock();
        try {
            return stripe.wantsGrowth();
        } finally {
            stripe.lock.unlock();
        }
    }

    private boolean grow(Stripe stripe) {
        IndexTable old = stripe.table();
        int blockCount = old == null ? 1 : Math.max(old.blocks().length + 1, old.blocks().length * 5 / 4);
        while (true) {
            int[] blocks = takeBlocks(blockCount);
            if (blocks.length == 0) {
                return false;
            }
            IndexTable table = new IndexTable(context.memory, blocks);
            if (replace(stripe, table)) {
                if (old != null) {
                    giveBack(old.blocks(), old.blocks().length);
                }
                return true;
            }
            giveBack(blocks, blocks.length);
            blockCount++;
        }
    }

    private static boolean replace(Stripe stripe, IndexTable table) {
        stripe.lock.lock();
        try {
            IndexTable old = stripe.table();
            if (old != null && !table.addAll(old)) {
                return false;
            }
            stripe.setTable(table);
            return true;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Returns the blocks, or an empty array if there were not so many. */
    private int[] takeBlocks(int count) {
        int[] blocks = new int[count];
        for (int i = 0; i < count; i++) {
            int block = context.indexBlocks.take();
            if (block == BlockPool.NO_BLOCK) {
                int page = roomMaker.takePage(PageTable.OWNER_INDEX, false);
                if (page == PageTable.NO_PAGE) {
                    giveBack(blocks, i);
                    return new int[0];
                }
                context.indexBlocks.addPage(page);
                block = context.indexBlocks.take();
                if (block == BlockPool.NO_BLOCK) {
                    giveBack(blocks, i);
                    return new int[0];
                }
            }
            blocks[i] = block;
        }
        return blocks;
    }

    private void giveBack(int[] blocks, int count) {
        for (int i = 0; i < count; i++) {
            context.indexBlocks.giveBack(blocks[i]);
        }
    }
}
