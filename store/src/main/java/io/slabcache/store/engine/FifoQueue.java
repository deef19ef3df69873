package io.slabcache.store.engine;

import io.slabcache.store.memory.Memory;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue of a slab class's chunks, in segments of one block each. Guarded by the class's lock.
 *
 * <p>An item that is deleted, moved or replaced leaves its entry behind. An entry counts only if the item says that it
 * stands in this queue and its queue tag is the segment's; the others are dropped when they are met, or by
 * {@link #compact} when they become many. (A chunk that is queued twice in one segment, or in two of the same tag, may be
 * met too early once, which does no harm.)
 */
final class FifoQueue {
    private static final int SEGMENT_ENTRIES = BlockPool.BLOCK_SIZE / Integer.BYTES;
    /** Compaction is worth while when fewer than this share of the entries, in eighths, can be live. */
    private static final int LIVE_EIGHTHS_WANTED = 6;

    /** So many segments are compacted for each block a queue takes, which keeps pace with any rate of deletes. */
    private static final int SEGMENTS_COMPACTED_PER_BLOCK = 4;

    private static final class Segment {
        final int block;
        final byte mark;
        final long createdMillis;
        long lastPushMillis;
        int first;
        int end;

        @Nullable
        Segment next;

        Segment(int block, byte mark, long createdMillis) {
            this.block = block;
            this.mark = mark;
            this.createdMillis = createdMillis;
            this.lastPushMillis = createdMillis;
        }

        long entryOffset(int index) {
            return BlockPool.offset(block) + (long) index * Integer.BYTES;
        }
    }

    private final Memory memory;
    private final BlockPool blocks;
    private final ChunkNumbers chunks;
    private final int queue;

    private @Nullable Segment head;
    private @Nullable Segment tail;
    /** The last segment of the compacted front part, or null. */
    private @Nullable Segment compacted;

    private int segmentCount;
    private int nextTag;
    private long live;

    /**
     * Creates an empty queue.
     *
     * @param queue {@link ItemLayout#QUEUE_SMALL} or {@link ItemLayout#QUEUE_MAIN}
     */
    FifoQueue(Memory memory, BlockPool blocks, ChunkNumbers chunks, int queue) {
        this.memory = memory;
        this.blocks = blocks;
        this.chunks = chunks;
        this.queue = queue;
    }

    /** Returns how many items stand in this queue. */
    long live() {
        return live;
    }

    /** Returns about how long the next item in line has been queued, or 0 if there is none. */
    long ageMillis(long nowMillis) {
        Segment first = head;
        if (first == null) {
            return 0;
        }
        long filledIn = first.lastPushMillis - first.createdMillis;
        return Math.max(0, nowMillis - first.createdMillis - filledIn * first.first / Math.max(1, first.end));
    }

    /** Tells whether the next push needs a block from the pool. */
    boolean needsBlock() {
        return tail == null || tail.end == SEGMENT_ENTRIES;
    }

    /**
     * Appends a chunk that stands in no queue.
     *
     * @return whether there was room; if not, nothing was changed
     */
    boolean push(long chunk, long nowMillis) {
        Segment last = tail;
        if (last == null || last.end == SEGMENT_ENTRIES) {
            for (int i = 0; i < SEGMENTS_COMPACTED_PER_BLOCK && wantsCompaction(); i++) {
                compact();
            }
            int block = blocks.take();
            if (block == BlockPool.NO_BLOCK) {
                return false;
            }
            last = append(new Segment(block, ItemLayout.queued(queue, nextTag), nowMillis));
            nextTag = (nextTag + 1) % ItemLayout.QUEUE_TAG_LIMIT;
        }
        write(last, chunk);
        last.lastPushMillis = nowMillis;
        live++;
        return true;
    }

    /** Takes the oldest chunk out, or returns 0 if there is none. The item stands in no queue then. */
    long pop() {
        while (head != null) {
            Segment first = head;
            while (first.first < first.end) {
                long chunk = liveChunk(first, first.first++);
                if (chunk != 0) {
                    leave(chunk);
                    return chunk;
                }
            }
            removeHead(first);
        }
        return 0;
    }

    /** Takes an item out that is in this queue; its entry stays behind. */
    void leave(long chunk) {
        memory.putByte(chunk + ItemLayout.QUEUE_OFFSET, (byte) 0);
        live--;
    }

    /** Visits the items that stand in this queue, the next in line first; one that is queued twice is visited twice. */
    void forEachLive(LongConsumer visitor) {
        for (Segment segment = head; segment != null; segment = segment.next) {
            for (int i = segment.first; i < segment.end; i++) {
                long chunk = liveChunk(segment, i);
                if (chunk != 0) {
                    visitor.accept(chunk);
                }
            }
        }
    }

    /** Visits the blocks that this queue has taken from its pool. */
    void forEachBlock(IntConsumer visitor) {
        for (Segment segment = head; segment != null; segment = segment.next) {
            visitor.accept(segment.block);
        }
    }

    /** Tells whether so many entries are stale that a segment or more can be saved. */
    boolean wantsCompaction() {
        long entries = (long) segmentCount * SEGMENT_ENTRIES;
        return segmentCount > 2 && live * 8 < entries * LIVE_EIGHTHS_WANTED;
    }

    /**
     * Compacts one more segment towards the head. Starts anew at the head after the last segment.
     */
    void compact() {
        Segment into = compacted;
        Segment from = into == null ? head : into.next;
        if (from == null || from == tail) {
            compacted = null;
            return;
        }
        int kept = 0;
        for (int i = from.first; i < from.end; i++) {
            long chunk = liveChunk(from, i);
            if (chunk == 0) {
                continue;
            }
            if (into != null && into.end < SEGMENT_ENTRIES) {
                write(into, chunk);
            } else {
                memory.putInt(from.entryOffset(kept++), chunks.number(chunk));
            }
        }
        from.first = 0;
        from.end = kept;
        if (kept > 0) {
            compacted = from;
            return;
        }
        if (into == null) {
            removeHead(from);
        } else {
            into.next = from.next;
            release(from);
        }
    }

    /** Returns the chunk an entry means, or 0 if the entry is stale. */
    private long liveChunk(Segment segment, int index) {
        long chunk = chunks.chunk(memory.getInt(segment.entryOffset(index)));
        if (chunk == 0
                || ItemLayout.state(memory.getByte(chunk + ItemLayout.FLAGS_OFFSET)) != ItemLayout.STATE_LINKED
                || memory.getByte(chunk + ItemLayout.QUEUE_OFFSET) != segment.mark) {
            return 0;
        }
        return chunk;
    }

    private void write(Segment segment, long chunk) {
        memory.putInt(segment.entryOffset(segment.end++), chunks.number(chunk));
        memory.putByte(chunk + ItemLayout.QUEUE_OFFSET, segment.mark);
    }

    private Segment append(Segment segment) {
        if (tail == null) {
            head = segment;
        } else {
            tail.next = segment;
        }
        tail = segment;
        segmentCount++;
        return segment;
    }

    private void removeHead(Segment first) {
        head = first.next;
        if (head == null) {
            tail = null;
        }
        if (compacted == first) {
            compacted = null;
        }
        release(first);
    }

    private void release(Segment segment) {
        segmentCount--;
        blocks.giveBack(segment.block);
    }
}
