package io.slabcache.store.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;

/**
 * Hands out blocks of {@link #BLOCK_SIZE} bytes from pages of its own. Its pages stay its own for good. The lock is a
 * leaf but for that of the {@link PageTable}.
 */
final class BlockPool {
    static final int BLOCK_SHIFT = 12;
    static final int BLOCK_SIZE = 1 << BLOCK_SHIFT;
    static final int NO_BLOCK = -1;

    private final BriefLock lock = new BriefLock();
    private final Geometry geometry;
    private final PageTable pages;
    private final int owner;

    /** Numbers of free blocks: offset / {@link #BLOCK_SIZE}. */
    @GuardedBy("lock")
    private int[] free = new int[64];

    @GuardedBy("lock")
    private int freeCount;

    /** A copy of {@link #freeCount} for who asks without the lock. */
    private volatile int available;

    BlockPool(Geometry geometry, PageTable pages, int owner) {
        this.geometry = geometry;
        this.pages = pages;
        this.owner = owner;
    }

    /** Returns a block's number, or {@link #NO_BLOCK} if there is none and no page is free. */
    int take() {
        lock.lock();
        try {
            if (freeCount == 0) {
                int page = pages.take(owner);
                if (page == PageTable.NO_PAGE) {
                    return NO_BLOCK;
                }
                addBlocks(page);
            }
            available = freeCount - 1;
            return free[--freeCount];
        } finally {
            lock.unlock();
        }
    }

    void giveBack(int block) {
        lock.lock();
        try {
            push(block);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a page that already belongs to the pool's owner. */
    void addPage(int page) {
        lock.lock();
        try {
            addBlocks(page);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many blocks can be had without another page, as of a moment ago. */
    int available() {
        return available;
    }

    /** Returns the numbers of the free blocks. */
    int[] freeBlocks() {
        lock.lock();
        try {
            return Arrays.copyOf(free, freeCount);
        } finally {
            lock.unlock();
        }
    }

    static long offset(int block) {
        return (long) block << BLOCK_SHIFT;
    }

    @GuardedBy("lock")
    private void addBlocks(int page) {
        int first = (int) (geometry.pageOffset(page) >>> BLOCK_SHIFT);
        int count = geometry.pageSize() >>> BLOCK_SHIFT;
        // descending, so that neighbours are handed out in ascending order
        for (int i = count - 1; i >= 0; i--) {
            // offset 0 stands for "none" among lines and items, so the region's first block is never used
            if (first + i != 0) {
                push(first + i);
            }
        }
    }

    @GuardedBy("lock")
    private void push(int block) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = block;
        available = freeCount;
    }
}
