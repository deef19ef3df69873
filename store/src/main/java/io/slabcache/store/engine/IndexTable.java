package io.slabcache.store.engine;

import io.slabcache.store.memory.Memory;
import java.lang.invoke.VarHandle;

/**
 * The hash table of one stripe, in 4 KiB blocks of 64-byte lines. It does not grow: a larger one takes its place.
 *
 * <pre>
 *  line 0         buckets       overflow buckets     ghosts       line 64 × blocks
 *  +---------------------------+------------------+--------------+
 *  |  46 in 64 lines           |  10 in 64        |  8 in 64     |
 *  +---------------------------+------------------+--------------+
 *
 *  bucket  +--------+---------+---------+--   --+---------+      ghost   +--------+--+--+--    --+--+
 *  line    | word   | entry 1 | entry 2 |       | entry 7 |      line    | cursor |  |  |        |  |
 *          +--------+---------+---------+--   --+---------+              +--------+--+--+--    --+--+
 *           {@link BucketWord}   {@link IndexEntry}, 0 if none                      28 fingerprints of 16 bits
 * </pre>
 *
 * An item's bucket is the share of its 32-bit index hash in the number of buckets, so buckets are in hash order. A
 * bucket of more than seven items continues in overflow lines; no overflow line stays linked empty.
 *
 * <p>Entries and links are written under the stripe's lock. Readers take no lock: see {@link ItemReader}. The ghosts of
 * a line are the fingerprints of items lately evicted from a small queue, oldest overwritten first; only the lock's
 * holder sees them.
 */
final class IndexTable {
    static final int LINE_SHIFT = 6;
    static final int LINE_SIZE = 1 << LINE_SHIFT;
    static final int LINES_PER_BLOCK = BlockPool.BLOCK_SIZE / LINE_SIZE;
    static final int ENTRIES_PER_LINE = LINE_SIZE / Long.BYTES - 1;

    private static final int BUCKETS_PER_BLOCK = 46;
    private static final int OVERFLOW_LINES_PER_BLOCK = 10;
    private static final int GHOST_LINES_PER_BLOCK = LINES_PER_BLOCK - BUCKETS_PER_BLOCK - OVERFLOW_LINES_PER_BLOCK;
    private static final int GHOSTS_PER_LINE = (LINE_SIZE - Long.BYTES) / Short.BYTES;

    /** Items a block at which the table should grow: 5.6 a bucket, where one bucket in five overflows. */
    private static final int ITEMS_WANTED_PER_BLOCK = 258;

    private final Memory memory;
    private final int[] blocks;
    private final int bucketCount;
    private final int overflowLineCount;
    private final int ghostLineCount;

    /** The overflow lines that are not linked. Guarded by the stripe's lock. */
    private final int[] freeOverflowLines;

    private int freeOverflowLineCount;

    IndexTable(Memory memory, int[] blocks) {
        this.memory = memory;
        this.blocks = blocks;
        bucketCount = blocks.length * BUCKETS_PER_BLOCK;
        overflowLineCount = Math.min(blocks.length * OVERFLOW_LINES_PER_BLOCK, BucketWord.MAX_OVERFLOW_LINES);
        ghostLineCount = blocks.length * GHOST_LINES_PER_BLOCK;
        freeOverflowLines = new int[overflowLineCount];
        for (int line = overflowLineCount - 1; line >= 0; line--) {
            freeOverflowLines[freeOverflowLineCount++] = line;
        }
        for (int block : blocks) {
            memory.zero(BlockPool.offset(block), BlockPool.BLOCK_SIZE);
        }
    }

    int[] blocks() {
        return blocks;
    }

    int bucketCount() {
        return bucketCount;
    }

    int overflowLineCount() {
        return overflowLineCount;
    }

    int freeOverflowLineCount() {
        return freeOverflowLineCount;
    }

    /** Returns how many items the table should hold at most. */
    long itemsWanted() {
        return (long) blocks.length * ITEMS_WANTED_PER_BLOCK;
    }

    int bucketNumber(int indexHash) {
        return (int) ((Integer.toUnsignedLong(indexHash) * bucketCount) >>> Integer.SIZE);
    }

    /** Returns the offset of the bucket for an index hash. */
    long bucket(int indexHash) {
        return line(bucketNumber(indexHash));
    }

    long bucketAt(int bucketNumber) {
        return line(bucketNumber);
    }

    /** Returns the smallest index hash, as an unsigned number, that belongs to a bucket. */
    long firstHash(int bucketNumber) {
        return (((long) bucketNumber << Integer.SIZE) + bucketCount - 1) / bucketCount;
    }

    /** Returns the index hash of an entry in a bucket: the one in the bucket's range whose lowest bits are the tag. */
    int indexHash(int bucketNumber, long entry) {
        long first = firstHash(bucketNumber);
        long candidate = (first >>> IndexEntry.TAG_BITS << IndexEntry.TAG_BITS) | IndexEntry.tag(entry);
        return (int) (candidate < first ? candidate + (1L << IndexEntry.TAG_BITS) : candidate);
    }

    /**
     * Returns the offset of the line that continues the one whose word is given, or 0. A link that a reader took from a
     * line being recycled may be any number, so it is checked.
     */
    long overflowLine(long word) {
        int link = BucketWord.link(word);
        return link == 0 || link > overflowLineCount ? 0 : line(bucketCount + link - 1);
    }

    /** Makes readers of a bucket try again until {@link #endChange}. */
    void beginChange(long bucket) {
        memory.putLong(bucket, BucketWord.withNextVersion(memory.getLong(bucket)));
        VarHandle.storeStoreFence();
    }

    void endChange(long bucket) {
        memory.putLongRelease(bucket, BucketWord.withNextVersion(memory.getLong(bucket)));
    }

    /** Adds an entry; false if its bucket is full and there is no overflow line left. */
    boolean insert(int indexHash, long entry) {
        long bucket = bucket(indexHash);
        long line = bucket;
        while (true) {
            for (long location = line + Long.BYTES; location < line + LINE_SIZE; location += Long.BYTES) {
                if (memory.getLong(location) == 0) {
                    memory.putLongRelease(location, entry);
                    return true;
                }
            }
            long next = overflowLine(memory.getLong(line));
            if (next == 0) {
                return insertIntoNewLine(bucket, line, entry);
            }
            line = next;
        }
    }

    private boolean insertIntoNewLine(long bucket, long lastLine, long entry) {
        if (freeOverflowLineCount == 0) {
            return false;
        }
        int number = freeOverflowLines[--freeOverflowLineCount];
        long line = line(bucketCount + number);
        memory.zero(line, LINE_SIZE);
        memory.putLong(line + Long.BYTES, entry);
        beginChange(bucket);
        memory.putLong(lastLine, BucketWord.withLink(memory.getLong(lastLine), number + 1));
        endChange(bucket);
        return true;
    }

    /** Removes the entry at a location; readers of the bucket try again. */
    void remove(int indexHash, long location) {
        long bucket = bucket(indexHash);
        beginChange(bucket);
        long previous = 0;
        long last = bucket;
        for (long next = overflowLine(memory.getLong(last)); next != 0; next = overflowLine(memory.getLong(last))) {
            previous = last;
            last = next;
        }
        if (previous == 0) {
            memory.putLong(location, 0);
        } else {
            removeFromChain(location, previous, last);
        }
        endChange(bucket);
    }

    /** Fills the gap with the chain's last entry and unlinks the last line when it is empty. */
    private void removeFromChain(long location, long previous, long last) {
        long filled = 0;
        int remaining = 0;
        for (long candidate = last + Long.BYTES; candidate < last + LINE_SIZE; candidate += Long.BYTES) {
            if (memory.getLong(candidate) != 0) {
                remaining++;
                filled = candidate;
            }
        }
        if (filled != location) {
            memory.putLong(location, memory.getLong(filled));
        }
        memory.putLong(filled, 0);
        if (remaining == 1) {
            freeOverflowLines[freeOverflowLineCount++] = BucketWord.link(memory.getLong(previous)) - 1;
            memory.putLong(previous, BucketWord.withLink(memory.getLong(previous), 0));
        }
    }

    /** Changes an entry's offset or frequency without losing a hit that a reader counts meanwhile. */
    void redirect(long location, long offset) {
        while (true) {
            long entry = memory.getLong(location);
            if (memory.compareAndSetLong(location, entry, IndexEntry.withOffset(entry, offset))) {
                return;
            }
        }
    }

    void setFrequency(long location, int frequency) {
        while (true) {
            long entry = memory.getLong(location);
            if (memory.compareAndSetLong(location, entry, IndexEntry.withFrequency(entry, frequency))) {
                return;
            }
        }
    }

    /** Returns the location of the entry that refers to an offset, or 0. */
    long locationOf(int indexHash, long offset) {
        int tag = IndexEntry.tagOf(indexHash);
        for (long line = bucket(indexHash); line != 0; line = overflowLine(memory.getLong(line))) {
            for (long location = line + Long.BYTES; location < line + LINE_SIZE; location += Long.BYTES) {
                long entry = memory.getLong(location);
                if (entry != 0 && IndexEntry.tag(entry) == tag && IndexEntry.offset(entry) == offset) {
                    return location;
                }
            }
        }
        return 0;
    }

    /** Puts all entries of another table into this one, whose readers have not seen it; false if they do not fit. */
    boolean addAll(IndexTable other) {
        for (int number = 0; number < other.bucketCount; number++) {
            for (long line = other.line(number); line != 0; line = other.overflowLine(memory.getLong(line))) {
                for (long location = line + Long.BYTES; location < line + LINE_SIZE; location += Long.BYTES) {
                    long entry = memory.getLong(location);
                    if (entry != 0 && !insert(other.indexHash(number, entry), entry)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    void addGhost(int indexHash) {
        long line = ghostLine(indexHash);
        int cursor = (int) memory.getLong(line);
        memory.putShort(line + Long.BYTES + (long) cursor * Short.BYTES, fingerprint(indexHash));
        memory.putLong(line, (cursor + 1) % GHOSTS_PER_LINE);
    }

    /** Tells whether an item was lately evicted from a small queue, and forgets it. */
    boolean removeGhost(int indexHash) {
        long line = ghostLine(indexHash);
        short fingerprint = fingerprint(indexHash);
        for (int i = 0; i < GHOSTS_PER_LINE; i++) {
            long location = line + Long.BYTES + (long) i * Short.BYTES;
            if (memory.getShort(location) == fingerprint) {
                memory.putShort(location, (short) 0);
                return true;
            }
        }
        return false;
    }

    private long ghostLine(int indexHash) {
        int number = (int) ((Integer.toUnsignedLong(indexHash) * ghostLineCount) >>> Integer.SIZE);
        return line(bucketCount + blocks.length * OVERFLOW_LINES_PER_BLOCK + number);
    }

    private static short fingerprint(int indexHash) {
        short fingerprint = (short) indexHash;
        return fingerprint == 0 ? 1 : fingerprint;
    }

    private long line(int number) {
        return BlockPool.offset(blocks[number / LINES_PER_BLOCK]) + ((long) (number % LINES_PER_BLOCK) << LINE_SHIFT);
    }
}
