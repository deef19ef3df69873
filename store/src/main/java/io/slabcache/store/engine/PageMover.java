package io.slabcache.store.engine;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * Emptying a page
 * ---------------
 * The page's class stops handing out its chunks. Each item in it is copied to another chunk of its class, for which the
 * class's coldest items go if it has none free, and the index entry is pointed at the copy under the version of its
 * bucket. A chunk that is reserved by somebody who is filling it cannot move: then the page is put back and another one
 * is tried. A moved item goes to the end of the queue it stood in.
 */

/** Takes pages away from slab classes, keeping their items as far as the class has room for them elsewhere. */
final class PageMover implements RoomMaker {
    /** A class keeps so many pages while another has more. */
    static final int PAGES_KEPT = 2;

    private static final int MAX_PAGES_TRIED = 4;

    /** One page is moved at a time. After {@link IndexGrowth}'s lock and before all others. */
    private final ReentrantLock lock = new ReentrantLock();

    private final EngineContext context;
    private final Items items;
    private final ItemIndex index;
    private final ItemAllocator allocator;
    private final Evictor evictor;
    private final LongAdder pagesMoved = new LongAdder();

    /** While a page is being emptied its class may evict, but not take a page in its turn. */
    private final RoomMaker withinClass = new RoomMaker() {
        @Override
        public boolean evict(SlabClass slabClass) {
            return PageMover.this.evict(slabClass);
        }

        @Override
        public int takePage(int owner, boolean onlySpare) {
            return PageTable.NO_PAGE;
        }
    };

    PageMover(EngineContext context, ItemIndex index, ItemAllocator allocator, Evictor evictor) {
        this.context = context;
        this.items = context.items;
        this.index = index;
        this.allocator = allocator;
        this.evictor = evictor;
    }

    long pagesMoved() {
        return pagesMoved.sum();
    }

    @Override
    public boolean evict(SlabClass slabClass) {
        return context.evicts && evictor.evict(slabClass);
    }

    @Override
    public int takePage(int owner, boolean onlySpare) {
        lock.lock();
        try {
            int page = context.pages.take(owner);
            BitSet failed = new BitSet();
            for (int tried = 0; page == PageTable.NO_PAGE && tried < MAX_PAGES_TRIED; tried++) {
                SlabClass donor = donor(owner, onlySpare);
                if (donor == null) {
                    return PageTable.NO_PAGE;
                }
                page = takePageFrom(donor, owner, failed);
            }
            return page;
        } finally {
            lock.unlock();
        }
    }

    /** Empties the emptiest page of a class for a new owner; {@link PageTable#NO_PAGE} if a chunk of it cannot move. */
    int takePageFrom(SlabClass donor, int owner) {
        return takePageFrom(donor, owner, new BitSet());
    }

    private int takePageFrom(SlabClass donor, int owner, BitSet failed) {
        lock.lock();
        try {
            int page;
            boolean isOnlyPage;
            donor.lock.lock();
            try {
                page = emptiestPage(donor, failed);
                if (page == PageTable.NO_PAGE) {
                    return PageTable.NO_PAGE;
                }
                isOnlyPage = donor.pageCount() == 1;
                donor.startDraining(page);
            } finally {
                donor.lock.unlock();
            }
            for (int i = 0; i < context.classPages.handedOut(page); i++) {
                empty(donor.chunkOffset(page, i), isOnlyPage);
            }
            boolean taken = finish(donor, page, owner);
            failed.set(page, !taken);
            return taken ? page : PageTable.NO_PAGE;
        } finally {
            lock.unlock();
        }
    }

    private boolean finish(SlabClass donor, int page, int owner) {
        donor.lock.lock();
        try {
            if (donor.used(page) > 0) {
                donor.stopDraining(page);
                return false;
            }
            donor.removeDrainedPage(page);
            context.pages.reassign(page, owner);
        } finally {
            donor.lock.unlock();
        }
        pagesMoved.increment();
        return true;
    }

    /** Returns the class with the oldest items among those with pages to spare, else, if allowed, among those with any. */
    private @Nullable SlabClass donor(int owner, boolean onlySpare) {
        SlabClass best = null;
        boolean bestHasSpare = false;
        long bestAge = -1;
        long nowMillis = context.clock.millis();
        for (SlabClass candidate : context.classes) {
            if (candidate.id() == owner) {
                continue;
            }
            candidate.lock.lock();
            try {
                boolean hasSpare = candidate.pageCount() > PAGES_KEPT;
                long age = candidate.nextAgeMillis(nowMillis);
                boolean isBetter = hasSpare == bestHasSpare ? age > bestAge : hasSpare;
                // where no item may go, those of a page need as many free chunks as a page has
                boolean canGive = context.evicts
                        ? candidate.pageCount() > 0
                        : candidate.freeChunks() >= candidate.chunksPerPage();
                if (canGive && (hasSpare || !onlySpare) && isBetter) {
                    best = candidate;
                    bestHasSpare = hasSpare;
                    bestAge = age;
                }
            } finally {
                candidate.lock.unlock();
            }
        }
        return best;
    }

    private int emptiestPage(SlabClass donor, BitSet failed) {
        int best = PageTable.NO_PAGE;
        int bestUsed = Integer.MAX_VALUE;
        for (int page = 0; page < context.pages.count(); page++) {
            if (donor.isMember(page) && !failed.get(page) && donor.used(page) < bestUsed) {
                best = page;
                bestUsed = donor.used(page);
            }
        }
        return best;
    }

    private void empty(long chunk, boolean dropItems) {
        int state = items.state(chunk);
        if (state == ItemLayout.STATE_LINKED) {
            moveOrEvict(chunk, dropItems);
        } else if (state == ItemLayout.STATE_PIECE) {
            long head = items.headOf(chunk);
            // unless the piece was freed meanwhile, its head is the first chunk of a linked or a reserved item
            if (mayBeItem(head)) {
                moveOrEvict(head, dropItems);
            }
        }
    }

    /** Tells whether an offset that may be garbage is one at which a header can be read. */
    private boolean mayBeItem(long offset) {
        return offset > 0
                && offset < context.geometry.capacity()
                && offset + ItemLayout.HEADER_LENGTH <= context.geometry.pageEnd(offset)
                && context.pages.owner(context.geometry.pageOf(offset)) >= 0;
    }

    private void moveOrEvict(long item, boolean dropItem) {
        long hash = context.hashUnchecked(item);
        Stripe stripe = context.stripe(hash);
        int indexHash = EngineContext.indexHash(hash);
        int keyLength;
        int valueLength;
        boolean extended;
        stripe.lock.lock();
        try {
            long location = index.locationOf(stripe, indexHash, item);
            if (location == 0 || index.removeIfDead(stripe, indexHash, location, context.clock.millis())) {
                return;
            }
            if (dropItem) {
                evictIfAllowed(stripe, indexHash, location);
                return;
            }
            keyLength = items.keyLength(item);
            valueLength = items.valueLength(item);
            extended = items.isExtended(item);
        } finally {
            stripe.lock.unlock();
        }
        long copy = allocator.allocate(keyLength, valueLength, ItemLayout.NEVER, extended, 0, hash, withinClass);
        stripe.lock.lock();
        try {
            long location = index.locationOf(stripe, indexHash, item);
            if (location != 0 && index.removeIfDead(stripe, indexHash, location, context.clock.millis())) {
                location = 0;
            }
            boolean isSame = location != 0
                    && items.keyLength(item) == keyLength
                    && items.valueLength(item) == valueLength
                    && items.isExtended(item) == extended;
            if (copy == 0 && location != 0) {
                evictIfAllowed(stripe, indexHash, location);
            } else if (copy != 0 && isSame) {
                move(stripe, indexHash, location, item, copy);
            } else if (copy != 0) {
                allocator.free(copy);
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Pushes an item out of a page that is to be emptied; where no item may go it stays, and so does the page. */
    private void evictIfAllowed(Stripe stripe, int indexHash, long location) {
        if (context.evicts) {
            index.evict(stripe, indexHash, location, false);
        }
    }

    private void move(Stripe stripe, int indexHash, long location, long item, long copy) {
        items.copyTo(item, copy);
        index.replace(stripe, indexHash, location, copy);
        long expiry = ItemLayout.expiry(items.expiryAndKeyLength(copy));
        if (expiry != ItemLayout.NEVER && items.state(copy) == ItemLayout.STATE_LINKED) {
            context.pages.lowerExpiryBound(context.geometry.pageOf(copy), expiry);
        }
    }
}
