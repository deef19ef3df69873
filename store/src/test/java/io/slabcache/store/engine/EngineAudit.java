package io.slabcache.store.engine;

import io.slabcache.store.SlabClassStatistics;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.testing.ForwardingStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks over everything an engine at rest holds (pages, index, chunks, queues, blocks) and compares it with what the
 * engine has counted. Nobody may be using the engine meanwhile; its maintenance is held up.
 */
public final class EngineAudit {
    /*
     * What must hold at rest
     * ----------------------
     * - Every page belongs to one owner's books: free, index, queues, or a slab class that knows of it.
     * - Every block of an index or queue page is either free in its pool or in one table or queue, once.
     * - Every entry of the index refers to a linked chunk whose key hashes to that very entry, no key has two, and the
     *   stripe's entries, items and payload bytes are those found.
     * - Every chunk that was handed out is free and in its page's free list once, or it is one item's first chunk or
     *   piece once. None is reserved, and none is linked without an entry: that would be a leak.
     * - Every item stands in one queue, and the queues count as many as they hold.
     * - No item expires before its page's bound: it would never be swept.
     */

    private static final int NONE = -1;
    private static final int MOST_DRIFTS = 20;

    private final EngineContext context;
    private final Items items;
    private final List<String> drifts = new ArrayList<>();
    /** How often each first chunk and piece is referred to by the index and by chains. */
    private final Map<Long, Integer> references = new HashMap<>();
    /** How often each block of the index's or the queues' pages was found. */
    private final Map<Integer, Integer> blocks = new HashMap<>();

    private long liveItems;
    private long payloadBytes;
    private long usedBytes;

    private EngineAudit(EngineContext context) {
        this.context = context;
        items = context.items;
    }

    /**
     * Compares what the engine under a store, if there is one, holds with what it has counted.
     *
     * @param store at rest, perhaps wrapped: no operation runs, and no reservation is open
     * @return a sentence for each difference, at most a few; empty if there is none
     */
    public static List<String> drifts(SlabStore store) {
        SlabStore inner = store;
        while (inner instanceof ForwardingStore wrapper) {
            inner = wrapper.delegate();
        }
        return inner instanceof SlabEngine engine ? driftsOf(engine) : List.of();
    }

    private static List<String> driftsOf(SlabEngine engine) {
        List<String> drifts = new ArrayList<>();
        engine.inspect(context -> {
            EngineAudit audit = new EngineAudit(context);
            audit.walk();
            audit.compare(engine.statistics());
            drifts.addAll(audit.drifts);
        });
        return drifts;
    }

    private void walk() {
        for (Stripe stripe : context.stripes) {
            stripe.lock.lock();
            try {
                walkStripe(stripe);
            } finally {
                stripe.lock.unlock();
            }
        }
        for (SlabClass slabClass : context.classes) {
            slabClass.lock.lock();
            try {
                new ClassWalk(slabClass).walk();
            } finally {
                slabClass.lock.unlock();
            }
        }
        walkPages();
        for (int block : context.indexBlocks.freeBlocks()) {
            blocks.merge(block, 1, Integer::sum);
        }
        for (int block : context.queueBlocks.freeBlocks()) {
            blocks.merge(block, 1, Integer::sum);
        }
        checkBlocks();
    }

    private void drift(String what) {
        if (drifts.size() < MOST_DRIFTS) {
            drifts.add(what);
        }
    }

    private void expect(String what, long counted, long found) {
        if (counted != found) {
            drift(what + ": counted=" + counted + ", found=" + found);
        }
    }

    private void walkPages() {
        int free = 0;
        for (int page = 0; page < context.pages.count(); page++) {
            int owner = context.pages.owner(page);
            if (owner < 0 && context.classPages.isEntered(page)) {
                drift("a page in a class's books belongs to somebody else: page=" + page + ", owner=" + owner);
            }
            if (owner == PageTable.OWNER_FREE) {
                free++;
                if (context.pages.expiryBound(page) != PageTable.NO_BOUND) {
                    drift("a free page has an expiry bound: page=" + page);
                }
            } else if (owner < 0) {
                usedBytes += context.geometry.pageSize();
            }
        }
        expect("free pages", context.pages.freeCount(), free);
    }

    private void checkBlocks() {
        int perPage = context.geometry.pageSize() / BlockPool.BLOCK_SIZE;
        for (int page = 0; page < context.pages.count(); page++) {
            int owner = context.pages.owner(page);
            boolean inPool = owner == PageTable.OWNER_INDEX || owner == PageTable.OWNER_QUEUES;
            for (int block = page * perPage; block < (page + 1) * perPage; block++) {
                // the region's first block is never used
                int wanted = inPool && block != 0 ? 1 : 0;
                expect("holders of block " + block, wanted, blocks.getOrDefault(block, 0));
            }
        }
    }

    private void walkStripe(Stripe stripe) {
        long entries = 0;
        long itemsBefore = liveItems;
        long payloadBefore = payloadBytes;
        IndexTable table = stripe.table();
        if (table != null) {
            for (int block : table.blocks()) {
                blocks.merge(block, 1, Integer::sum);
            }
            Set<ByteBuffer> keys = new HashSet<>();
            int linkedLines = 0;
            for (int bucket = 0; bucket < table.bucketCount(); bucket++) {
                long line = table.bucketAt(bucket);
                if (BucketWord.isChanging(context.memory.getLong(line))) {
                    drift("a bucket's version stayed odd: bucket=" + bucket);
                }
                while (line != 0 && linkedLines <= table.overflowLineCount()) {
                    entries += walkLine(stripe, table, bucket, line, keys);
                    line = table.overflowLine(context.memory.getLong(line));
                    linkedLines += line == 0 ? 0 : 1;
                }
            }
            expect("overflow lines", table.overflowLineCount(), (long) table.freeOverflowLineCount() + linkedLines);
        }
        expect("entries of a stripe", stripe.entries, entries);
        expect("items of a stripe", stripe.items, liveItems - itemsBefore);
        expect("payload bytes of a stripe", stripe.payloadBytes, payloadBytes - payloadBefore);
    }

    private int walkLine(Stripe stripe, IndexTable table, int bucket, long line, Set<ByteBuffer> keys) {
        int entries = 0;
        for (long location = line + Long.BYTES; location < line + IndexTable.LINE_SIZE; location += Long.BYTES) {
            long entry = context.memory.getLong(location);
            if (entry != 0) {
                entries++;
                walkEntry(stripe, table.indexHash(bucket, entry), IndexEntry.offset(entry), keys);
            }
        }
        return entries;
    }

    private void walkEntry(Stripe stripe, int indexHash, long item, Set<ByteBuffer> keys) {
        SlabClass slabClass = classOf(item);
        if (slabClass == null || items.state(item) != ItemLayout.STATE_LINKED) {
            drift("an entry refers to what is no item: offset=" + item);
            return;
        }
        references.merge(item, 1, Integer::sum);
        long hash = context.hashUnchecked(item);
        if (context.stripe(hash) != stripe || EngineContext.indexHash(hash) != indexHash) {
            drift("an entry stands where its key does not belong: offset=" + item);
        }
        if (!keys.add(ByteBuffer.wrap(items.key(item)))) {
            drift("a key has two entries: offset=" + item);
        }
        long size = Items.sizeOf(items.keyLength(item), items.valueLength(item), items.isExtended(item));
        if (items.isChained(item)) {
            walkChain(item);
        } else if (size > slabClass.chunkSize()) {
            drift("an item is larger than its chunk: offset=" + item + ", size=" + size);
        }
        if (!stripe.isCleared(items.casToken(item))) {
            liveItems++;
            payloadBytes += Items.payload(items.keyLength(item), items.valueLength(item));
        }
        long expiry = ItemLayout.expiry(items.expiryAndKeyLength(item));
        int page = context.geometry.pageOf(item);
        if (expiry != ItemLayout.NEVER && expiry < context.pages.expiryBound(page)) {
            drift("an item expires before its page's bound: page=" + page + ", expiry=" + expiry);
        }
    }

    private void walkChain(long item) {
        long piece = items.firstPiece(item);
        while (piece != 0) {
            if (classOf(piece) == null
                    || items.state(piece) != ItemLayout.STATE_PIECE
                    || items.headOf(piece) != item
                    || references.merge(piece, 1, Integer::sum) > 1) {
                drift("a chain leads to what is no piece of it: item=" + item + ", piece=" + piece);
                return;
            }
            piece = items.nextPiece(piece);
        }
    }

    /** Returns the class of a handed out chunk, or null if there is none at that offset. */
    private @Nullable SlabClass classOf(long chunk) {
        if (chunk <= 0 || chunk >= context.geometry.capacity()) {
            return null;
        }
        int page = context.geometry.pageOf(chunk);
        int owner = context.pages.owner(page);
        if (owner < 0) {
            return null;
        }
        SlabClass slabClass = context.classes[owner];
        long inPage = chunk - context.geometry.pageOffset(page);
        boolean isChunk = inPage % slabClass.chunkSize() == 0
                && slabClass.isHandedOut(page, (int) (inPage / slabClass.chunkSize()));
        return isChunk ? slabClass : null;
    }

    private void compare(StoreStatistics statistics) {
        expect("items", statistics.items(), liveItems);
        expect("payload bytes", statistics.payloadBytes(), payloadBytes);
        expect("used bytes", statistics.usedBytes(), usedBytes);
        long pages = (long) statistics.freePages() + statistics.indexPages() + statistics.queuePages();
        for (SlabClassStatistics slabClass : statistics.slabClasses()) {
            pages += slabClass.pages();
        }
        expect("pages", pages, statistics.pages());
    }

    /** The walk over the pages and queues of one class, whose lock is held. */
    private final class ClassWalk {
        private final SlabClass slabClass;
        private final Set<Long> small = new HashSet<>();
        private final Set<Long> main = new HashSet<>();
        private final Set<Integer> available = new HashSet<>();
        private int pages;
        private long used;

        ClassWalk(SlabClass slabClass) {
            this.slabClass = slabClass;
        }

        void walk() {
            walkQueue(slabClass.smallQueue(), small);
            walkQueue(slabClass.mainQueue(), main);
            for (int page = slabClass.firstAvailablePage(); page != NONE; page = context.classPages.next(page)) {
                if (!slabClass.isMember(page) || !available.add(page)) {
                    drift("the available pages of a class lead astray: " + at(page));
                    break;
                }
            }
            for (int page = 0; page < context.pages.count(); page++) {
                if (context.pages.owner(page) == slabClass.id()) {
                    walkPage(page);
                }
            }
            expect("pages of class " + slabClass.id(), slabClass.pageCount(), pages);
            expect("used chunks of class " + slabClass.id(), slabClass.usedChunks(), used);
            usedBytes += used * slabClass.chunkSize();
        }

        private void walkQueue(FifoQueue queue, Set<Long> found) {
            queue.forEachLive(found::add);
            queue.forEachBlock(block -> blocks.merge(block, 1, Integer::sum));
            expect("queued items of class " + slabClass.id(), queue.live(), found.size());
        }

        private void walkPage(int page) {
            if (!slabClass.isMember(page)) {
                drift("a page is in nobody's books: " + at(page));
                return;
            }
            pages++;
            int free = 0;
            int handedOut = context.classPages.handedOut(page);
            Set<Long> freeList = walkFreeList(page, handedOut);
            for (int i = 0; i < handedOut; i++) {
                long chunk = slabClass.chunkOffset(page, i);
                if (items.state(chunk) == ItemLayout.STATE_FREE) {
                    free++;
                    if (!freeList.contains(chunk)) {
                        drift("a free chunk is in no list: offset=" + chunk);
                    }
                } else {
                    walkChunk(chunk);
                }
            }
            used += handedOut - free;
            expect("free chunks of page " + page, context.classPages.freeCount(page), free);
            boolean isAvailable = slabClass.used(page) < slabClass.chunksPerPage();
            if (context.classPages.isDraining(page) || available.contains(page) != isAvailable) {
                drift("a page with room is not available, or one without is: " + at(page));
            }
        }

        private Set<Long> walkFreeList(int page, int handedOut) {
            Set<Long> chunks = new HashSet<>();
            int index = context.classPages.freeHead(page);
            while (index != NONE) {
                long chunk = slabClass.chunkOffset(page, index);
                if (index < 0
                        || index >= handedOut
                        || items.state(chunk) != ItemLayout.STATE_FREE
                        || !chunks.add(chunk)) {
                    drift("the free chunks of a page lead astray: " + at(page) + ", index=" + index);
                    break;
                }
                index = context.memory.getInt(chunk + ItemLayout.NEXT_FREE_OFFSET);
            }
            return chunks;
        }

        private void walkChunk(long chunk) {
            int state = items.state(chunk);
            expect("owners of the chunk at " + chunk + " in state " + state, 1, references.getOrDefault(chunk, 0));
            if (state != ItemLayout.STATE_LINKED) {
                return;
            }
            boolean inSmall = small.contains(chunk);
            boolean inMain = main.contains(chunk);
            boolean oneQueue = inSmall != inMain;
            if (!oneQueue || !items.isQueued(chunk) || items.isInMainQueue(chunk) != inMain) {
                drift("an item does not stand in one queue: offset=" + chunk + ", inSmall=" + inSmall + ", inMain="
                        + inMain);
            }
        }

        private String at(int page) {
            return "class=" + slabClass.id() + ", page=" + page;
        }
    }
}
