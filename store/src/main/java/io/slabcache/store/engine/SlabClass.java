package io.slabcache.store.engine;

import io.slabcache.store.memory.Memory;

/**
 * The pages cut to one chunk size: their free chunks and the two S3-FIFO queues of their items.
 *
 * <p>The lock comes after a stripe's in the lock order. All mutable fields are guarded by it, and all methods below
 * {@link #pageCount} are called with it held.
 */
final class SlabClass {
    private static final int NONE = -1;

    final BriefLock lock = new BriefLock();

    private final int id;
    private final int chunkSize;
    private final int chunksPerPage;
    private final Geometry geometry;
    private final Memory memory;
    private final PageTable pages;
    private final ClassPages classPages;
    private final FifoQueue small;
    private final FifoQueue main;
    private final EvictionTuner tuner;
    private final MainQueueGuard guard = new MainQueueGuard();

    /** The first of the pages that have a free chunk and are not being drained. */
    private int available = NONE;

    private int pageCount;

    private long usedChunks;

    private long evicted;

    private long evictionAgeMillis;

    /** The sum over all evictions. */
    private long evictionAgesMillis;

    SlabClass(
            int id,
            int chunkSize,
            Geometry geometry,
            Memory memory,
            PageTable pages,
            ClassPages classPages,
            BlockPool queueBlocks,
            EvictionTuner tuner) {
        this.id = id;
        this.tuner = tuner;
        this.chunkSize = chunkSize;
        this.chunksPerPage = geometry.pageSize() / chunkSize;
        this.geometry = geometry;
        this.memory = memory;
        this.pages = pages;
        this.classPages = classPages;
        ChunkNumbers numbers = new ChunkNumbers(geometry, this);
        small = new FifoQueue(memory, queueBlocks, numbers, ItemLayout.QUEUE_SMALL);
        main = new FifoQueue(memory, queueBlocks, numbers, ItemLayout.QUEUE_MAIN);
    }

    int id() {
        return id;
    }

    int chunkSize() {
        return chunkSize;
    }

    int chunksPerPage() {
        return chunksPerPage;
    }

    long chunkOffset(int page, int index) {
        return geometry.pageOffset(page) + (long) index * chunkSize;
    }

    /**
     * Tells whether a page belongs to this class and is in its books; a page that was taken for the class and not yet
     * added is not.
     */
    boolean isMember(int page) {
        return page < pages.count() && pages.owner(page) == id && classPages.isEntered(page);
    }

    /** Tells whether the page belongs to this class and the chunk's header has been written since it does. */
    boolean isHandedOut(int page, int index) {
        return isMember(page) && index < classPages.handedOut(page);
    }

    int pageCount() {
        return pageCount;
    }

    long usedChunks() {
        return usedChunks;
    }

    long freeChunks() {
        return (long) pageCount * chunksPerPage - usedChunks;
    }

    FifoQueue smallQueue() {
        return small;
    }

    FifoQueue mainQueue() {
        return main;
    }

    /** Returns the first of the pages that chunks are handed out of, or -1; {@link ClassPages#next} leads on. */
    int firstAvailablePage() {
        return available;
    }

    long queuedItems() {
        return small.live() + main.live();
    }

    long evicted() {
        return evicted;
    }

    long evictionAgeMillis() {
        return evictionAgeMillis;
    }

    long evictionAgesMillis() {
        return evictionAgesMillis;
    }

    /**
     * Returns for how long the item that is next in line has been queued. What the other queue holds does not count: an item
     * may stand in the main queue for ever while all evictions come from the small one.
     */
    long nextAgeMillis(long nowMillis) {
        return ageMillis(isSmallQueueNext(), nowMillis);
    }

    /** Returns for how long the oldest item of a queue has been queued. */
    long ageMillis(boolean ofSmall, long nowMillis) {
        return (ofSmall ? small : main).ageMillis(nowMillis);
    }

    /** Takes a free page that already belongs to this class. */
    void addPage(int page) {
        assert lock.isHeldByCurrentThread();
        classPages.enter(page);
        pageCount++;
        link(page);
    }

    /** Returns a chunk in state reserved, or 0 if none is free. */
    long allocate() {
        assert lock.isHeldByCurrentThread();
        int page = available;
        if (page == NONE) {
            return 0;
        }
        int index = classPages.freeHead(page);
        long chunk;
        if (index == NONE) {
            index = classPages.handOut(page);
            chunk = chunkOffset(page, index);
        } else {
            chunk = chunkOffset(page, index);
            classPages.popFree(page, memory.getInt(chunk + ItemLayout.NEXT_FREE_OFFSET));
        }
        memory.putByte(chunk + ItemLayout.FLAGS_OFFSET, (byte) ItemLayout.STATE_RESERVED);
        memory.putByte(chunk + ItemLayout.QUEUE_OFFSET, (byte) 0);
        usedChunks++;
        if (used(page) == chunksPerPage) {
            unlink(page);
        }
        return chunk;
    }

    /** Takes a chunk back. A page that becomes wholly free goes back to the free pages unless it is the only one. */
    void free(long chunk) {
        assert lock.isHeldByCurrentThread();
        int page = geometry.pageOf(chunk);
        int queue = memory.getByte(chunk + ItemLayout.QUEUE_OFFSET);
        if ((queue & ItemLayout.QUEUE_SMALL) != 0) {
            small.leave(chunk);
        } else if ((queue & ItemLayout.QUEUE_MAIN) != 0) {
            main.leave(chunk);
        }
        boolean wasFull = used(page) == chunksPerPage;
        memory.putByte(chunk + ItemLayout.FLAGS_OFFSET, (byte) ItemLayout.STATE_FREE);
        memory.putInt(chunk + ItemLayout.NEXT_FREE_OFFSET, classPages.freeHead(page));
        classPages.pushFree(page, (int) (chunk - geometry.pageOffset(page)) / chunkSize);
        usedChunks--;
        if (classPages.isDraining(page)) {
            return;
        }
        if (wasFull) {
            link(page);
        }
        if (used(page) == 0 && (available != page || classPages.next(page) != NONE)) {
            unlink(page);
            pageCount--;
            classPages.remove(page);
            pages.giveBack(page);
        }
    }

    /** Puts a linked item at the end of a queue; false if there was no room, and it is in no queue then. */
    boolean enqueue(long chunk, boolean toMain, long nowMillis) {
        assert lock.isHeldByCurrentThread();
        return (toMain ? main : small).push(chunk, nowMillis);
    }

    /** Tells whether the next item may need a block from the queues' pool. */
    boolean needsQueueBlock() {
        return small.needsBlock() || main.needsBlock();
    }

    /** Drops the stale entries of one more segment of each queue that has many, and returns whether either had. */
    boolean compactQueues() {
        assert lock.isHeldByCurrentThread();
        boolean wanted = small.wantsCompaction() || main.wantsCompaction();
        if (small.wantsCompaction()) {
            small.compact();
        }
        if (main.wantsCompaction()) {
            main.compact();
        }
        return wanted;
    }

    /** Tells which queue the next victim comes from. */
    boolean isSmallQueueNext() {
        return small.live() > 0 && (small.live() >= smallQueueTarget() || main.live() == 0);
    }

    private long smallQueueTarget() {
        return tuner.policy().smallQueueTarget(queuedItems());
    }

    /** Tells whether an item that the ghosts remember enters the main queue at once, where the policy guards that. */
    boolean admitToMain() {
        assert lock.isHeldByCurrentThread();
        return small.live() > smallQueueTarget() || guard.admit();
    }

    /** Tells whether the next candidate is the main queue's oldest item, whichever queue is next. */
    boolean takeMainQueueProbe() {
        assert lock.isHeldByCurrentThread();
        return tuner.policy().guardsMainQueue() && main.live() > 0 && guard.takeProbe();
    }

    /** Says that such a candidate was evicted. */
    void addMainQueueVacancy() {
        assert lock.isHeldByCurrentThread();
        guard.addVacancy();
    }

    /** Takes the next candidate for eviction out of its queue; 0 if there is none. */
    long popCandidate(boolean fromSmall) {
        assert lock.isHeldByCurrentThread();
        return (fromSmall ? small : main).pop();
    }

    void countEviction(long ageMillis) {
        evicted++;
        evictionAgeMillis = ageMillis;
        evictionAgesMillis += ageMillis;
    }

    /** Stops handing out chunks of a page, so that it can be emptied. */
    void startDraining(int page) {
        assert lock.isHeldByCurrentThread();
        if (used(page) < chunksPerPage) {
            unlink(page);
        }
        classPages.setDraining(page, true);
    }

    /** Hands out chunks of a page again. */
    void stopDraining(int page) {
        assert lock.isHeldByCurrentThread();
        classPages.setDraining(page, false);
        if (used(page) < chunksPerPage) {
            link(page);
        }
    }

    /** Gives up a page that is being drained and is empty. The caller decides whose it is next. */
    void removeDrainedPage(int page) {
        assert lock.isHeldByCurrentThread();
        classPages.setDraining(page, false);
        classPages.remove(page);
        pageCount--;
    }

    /** Returns how many chunks of a page are in use. */
    int used(int page) {
        return classPages.handedOut(page) - classPages.freeCount(page);
    }

    private void link(int page) {
        classPages.link(page, NONE, available);
        if (available != NONE) {
            classPages.setPrevious(available, page);
        }
        available = page;
    }

    private void unlink(int page) {
        int previous = classPages.previous(page);
        int next = classPages.next(page);
        if (previous == NONE) {
            available = next;
        } else {
            classPages.setNext(previous, next);
        }
        if (next != NONE) {
            classPages.setPrevious(next, previous);
        }
    }
}
