package io.slabcache.store.engine;

/**
 * The word by which the index refers to an item; 0 means none.
 *
 * <pre>
 *  63      32      0
 *  ffttttttttttttttttttttttttttttaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
 *
 *  f   2 bits  frequency: how often the item was hit since it was queued, saturated
 *  t  28 bits  tag: the lowest bits of the index hash
 *  a  34 bits  the item's offset in the region, in units of 8 bytes; never 0, since page 0 belongs to the index
 * </pre>
 *
 * The tag and the bucket together determine the whole index hash, so that a table grows without reading a key.
 */
final class IndexEntry {
    static final int TAG_BITS = 28;
    static final int MAX_FREQUENCY = 3;
    private static final int OFFSET_BITS = 34;
    private static final int OFFSET_UNIT_SHIFT = 3;
    private static final int FREQUENCY_SHIFT = OFFSET_BITS + TAG_BITS;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int TAG_MASK = (1 << TAG_BITS) - 1;
    private static final long FREQUENCY_ONE = 1L << FREQUENCY_SHIFT;

    private IndexEntry() {}

    static long of(int indexHash, long offset, int frequency) {
        return ((long) frequency << FREQUENCY_SHIFT)
                | ((long) (indexHash & TAG_MASK) << OFFSET_BITS)
                | (offset >>> OFFSET_UNIT_SHIFT);
    }

    static long offset(long entry) {
        return (entry & OFFSET_MASK) << OFFSET_UNIT_SHIFT;
    }

    static int tag(long entry) {
        return (int) (entry >>> OFFSET_BITS) & TAG_MASK;
    }

    static int tagOf(int indexHash) {
        return indexHash & TAG_MASK;
    }

    static int frequency(long entry) {
        return (int) (entry >>> FREQUENCY_SHIFT);
    }

    static long withOffset(long entry, long offset) {
        return (entry & ~OFFSET_MASK) | (offset >>> OFFSET_UNIT_SHIFT);
    }

    static long withFrequency(long entry, int frequency) {
        return (entry & (FREQUENCY_ONE - 1)) | ((long) frequency << FREQUENCY_SHIFT);
    }

    static long withFrequencyOneMore(long entry) {
        return entry + FREQUENCY_ONE;
    }
}
