package io.slabcache.store.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;

/** Who owns each page, the free pages, and the earliest expiry time in each page. */
final class PageTable {
    static final int NO_PAGE = -1;
    static final int OWNER_FREE = -1;
    static final int OWNER_INDEX = -2;
    static final int OWNER_QUEUES = -3;

    /** No item of the page expires before the end of time. */
    static final long NO_BOUND = Long.MAX_VALUE;

    /** Asks for a page's memory, and tells whether it was given. */
    private final IntPredicate commit;

    private final ReentrantLock lock = new ReentrantLock();
    /** The slab class id or one of the owners above. Written under {@link #lock}. */
    private final AtomicIntegerArray owners;
    /** Lower bounds of the expiry times in each page. Lowered by CAS after an item is linked; raised by the sweeper. */
    private final AtomicLongArray expiryBounds;

    @GuardedBy("lock")
    private final int[] recycled;

    @GuardedBy("lock")
    private int recycledCount;

    /** Pages from here on were never used. */
    @GuardedBy("lock")
    private int fresh;

    PageTable(int pageCount, IntPredicate commit) {
        this.commit = commit;
        owners = new AtomicIntegerArray(pageCount);
        expiryBounds = new AtomicLongArray(pageCount);
        recycled = new int[pageCount];
        for (int page = 0; page < pageCount; page++) {
            owners.setPlain(page, OWNER_FREE);
            expiryBounds.setPlain(page, NO_BOUND);
        }
    }

    int count() {
        return owners.length();
    }

    /** Returns a page that now belongs to the given owner, or {@link #NO_PAGE} if none is free or the machine gives none. */
    int take(int owner) {
        int page = takeFree(owner);
        // not under the lock, since the machine may have to clear memory
        if (page != NO_PAGE && !commit.test(page)) {
            giveBack(page);
            return NO_PAGE;
        }
        return page;
    }

    private int takeFree(int owner) {
        lock.lock();
        try {
            int page;
            if (recycledCount > 0) {
                page = recycled[--recycledCount];
            } else if (fresh < owners.length()) {
                page = fresh++;
            } else {
                return NO_PAGE;
            }
            owners.set(page, owner);
            return page;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(int page) {
        lock.lock();
        try {
            owners.set(page, OWNER_FREE);
            expiryBounds.set(page, NO_BOUND);
            recycled[recycledCount++] = page;
        } finally {
            lock.unlock();
        }
    }

    /** Hands a page from one owner to another without passing through the free pages. */
    void reassign(int page, int owner) {
        lock.lock();
        try {
            expiryBounds.set(page, NO_BOUND);
            owners.set(page, owner);
        } finally {
            lock.unlock();
        }
    }

    int owner(int page) {
        return owners.get(page);
    }

    int freeCount() {
        lock.lock();
        try {
            return recycledCount + owners.length() - fresh;
        } finally {
            lock.unlock();
        }
    }

    int countOwnedBy(int owner) {
        int count = 0;
        for (int page = 0; page < owners.length(); page++) {
            if (owners.get(page) == owner) {
                count++;
            }
        }
        return count;
    }

    long expiryBound(int page) {
        return expiryBounds.get(page);
    }

    /** Lowers a page's bound; to be called after the item with that expiry time is reachable through the index. */
    void lowerExpiryBound(int page, long expiryMillis) {
        // the item's expiry must be visible before the bound is looked at, or a sweep in between could miss both
        VarHandle.fullFence();
        long bound = expiryBounds.get(page);
        while (expiryMillis < bound) {
            long witness = expiryBounds.compareAndExchange(page, bound, expiryMillis);
            if (witness == bound) {
                return;
            }
            bound = witness;
        }
    }

    /** Raises a page's bound before its items are visited, so that a write meanwhile lowers it again. */
    void resetExpiryBound(int page) {
        expiryBounds.set(page, NO_BOUND);
        VarHandle.fullFence();
    }
}
