package io.slabcache.store.engine;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands out chunks, alone or chained, evicting others when there are none. Called without a stripe's or a class's lock;
 * {@link #free} may be called with a stripe's.
 */
final class ItemAllocator {
    /** How often an allocation may evict, or look again for what others took away, before it gives up. */
    private static final int MAX_ATTEMPTS = 256;
    /** So many blocks are kept at hand for each class that may need one for its queues at the same time. */
    private static final int QUEUE_BLOCKS_AHEAD = 4;

    private static final int MAX_EVICTIONS_FOR_A_BLOCK = 2 * BlockPool.BLOCK_SIZE / Integer.BYTES;

    private final EngineContext context;
    private final Items items;
    private final int largestChunk;
    /** One thread at a time finds blocks for the queues. Before {@link PageMover}'s lock. */
    private final ReentrantLock queueBlocksLock = new ReentrantLock();

    /** Set once, after construction: eviction needs the index, which needs this. */
    private @Nullable RoomMaker roomMaker;

    ItemAllocator(EngineContext context) {
        this.context = context;
        this.items = context.items;
        this.largestChunk = context.sizes.largestChunkSize();
    }

    void setRoomMaker(RoomMaker roomMaker) {
        this.roomMaker = roomMaker;
    }

    boolean isChained(int keyLength, int valueLength, boolean extended) {
        return Items.sizeOf(keyLength, valueLength, extended) > largestChunk;
    }

    /** Returns the class of an item that fits one chunk. */
    int classOf(int keyLength, int valueLength, boolean extended) {
        return context.sizes.classOf((int) Items.sizeOf(keyLength, valueLength, extended));
    }

    /** Tells whether a value of some length can be written into the chunk of an item, in which nothing else changes its length. */
    boolean fitsChunkOf(long item, int keyLength, int valueLength) {
        boolean extended = items.isExtended(item);
        return !items.isChained(item)
                && !isChained(keyLength, valueLength, extended)
                && classOf(keyLength, valueLength, extended) == classOf(keyLength, items.valueLength(item), extended);
    }

    /**
     * Reserves an item and writes its header.
     *
     * @param hash the hash of its key
     * @return the item in state reserved, or 0 if no room could be found
     */
    long allocate(int keyLength, int valueLength, long expiryMillis, boolean extended, int clientFlags, long hash) {
        return allocate(
                keyLength, valueLength, expiryMillis, extended, clientFlags, hash, Objects.requireNonNull(roomMaker));
    }

    /** Reserves an item as the other form does, with room made by the given means. */
    long allocate(
            int keyLength,
            int valueLength,
            long expiryMillis,
            boolean extended,
            int clientFlags,
            long hash,
            RoomMaker room) {
        long word = ItemLayout.expiryAndKeyLength(expiryMillis, keyLength);
        int extendedFlag = extended ? ItemLayout.FLAG_EXTENDED : 0;
        if (!isChained(keyLength, valueLength, extended)) {
            long item = allocateChunk(classOf(keyLength, valueLength, extended), room);
            if (item != 0) {
                items.writeHeader(item, extendedFlag, word, valueLength, clientFlags);
            }
            return item;
        }
        long item = allocateChunk(context.sizes.classOf(largestChunk), room);
        if (item == 0) {
            return 0;
        }
        items.writeHeader(item, extendedFlag | ItemLayout.FLAG_CHAINED, word, valueLength, clientFlags);
        items.setChain(item, 0, hash);
        long rest = Items.payload(keyLength, valueLength) - (largestChunk - ItemLayout.prefixLength(extended, true));
        long previous = 0;
        while (rest > 0) {
            int pieceSize = (int) Math.min(largestChunk, rest + ItemLayout.HEADER_LENGTH);
            long piece = allocateChunk(context.sizes.classOf(pieceSize), room);
            if (piece == 0) {
                free(item);
                return 0;
            }
            items.writePiece(piece, item);
            if (previous == 0) {
                items.setChain(item, piece, hash);
            } else {
                items.setNextPiece(previous, piece);
            }
            previous = piece;
            rest -= pieceSize - ItemLayout.HEADER_LENGTH;
        }
        return item;
    }

    /** Gives back an item that is not in the index, with all its pieces. */
    void free(long item) {
        long piece = items.isChained(item) ? items.firstPiece(item) : 0;
        freeChunk(item);
        while (piece != 0) {
            long next = items.nextPiece(piece);
            freeChunk(piece);
            piece = next;
        }
    }

    private void freeChunk(long chunk) {
        SlabClass slabClass = context.classOfChunk(chunk);
        slabClass.lock.lock();
        try {
            slabClass.free(chunk);
        } finally {
            slabClass.lock.unlock();
        }
    }

    private long allocateChunk(int slabClassId, RoomMaker room) {
        SlabClass slabClass = context.classes[slabClassId];
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            long chunk;
            int pageCount;
            boolean needsQueueBlock;
            slabClass.lock.lock();
            try {
                chunk = slabClass.allocate();
                pageCount = slabClass.pageCount();
                needsQueueBlock = slabClass.needsQueueBlock();
            } finally {
                slabClass.lock.unlock();
            }
            if (chunk != 0) {
                if (needsQueueBlock && context.queueBlocks.available() < QUEUE_BLOCKS_AHEAD) {
                    provideQueueBlocks(slabClass, room);
                }
                return chunk;
            }
            if (!makeRoom(slabClass, pageCount, room)) {
                return 0;
            }
        }
        return 0;
    }

    /** Finds room for the queues while no lock is held, since an item that finds no room in its queue is evicted. */
    private void provideQueueBlocks(SlabClass slabClass, RoomMaker room) {
        if (!queueBlocksLock.tryLock()) {
            return;
        }
        try {
            if (context.queueBlocks.available() >= QUEUE_BLOCKS_AHEAD) {
                return;
            }
            int page = context.pages.take(PageTable.OWNER_QUEUES);
            if (!isFound(page)) {
                page = room.takePage(PageTable.OWNER_QUEUES, false);
            }
            if (isFound(page)) {
                context.queueBlocks.addPage(page);
                return;
            }
            // a queue gives a block back once a segment of entries was taken from its head
            for (int i = 0; i < MAX_EVICTIONS_FOR_A_BLOCK && context.queueBlocks.available() == 0; i++) {
                if (!room.evict(slabClass)) {
                    return;
                }
            }
        } finally {
            queueBlocksLock.unlock();
        }
    }

    private static boolean isFound(int page) {
        return page != PageTable.NO_PAGE;
    }

    private boolean makeRoom(SlabClass slabClass, int pageCount, RoomMaker room) {
        int page = context.pages.take(slabClass.id());
        if (!isFound(page) && pageCount < PageMover.PAGES_KEPT) {
            page = room.takePage(slabClass.id(), pageCount > 0);
        }
        if (!isFound(page)) {
            if (pageCount > 0 && room.evict(slabClass)) {
                return true;
            }
            page = room.takePage(slabClass.id(), false);
        }
        if (!isFound(page)) {
            return false;
        }
        slabClass.lock.lock();
        try {
            slabClass.addPage(page);
        } finally {
            slabClass.lock.unlock();
        }
        return true;
    }
}
