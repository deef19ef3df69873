package io.slabcache.store.engine;

/**
 * The first word of a bucket line.
 *
 * <pre>
 *  63                      39                                     0
 *  llllllllllllllllllllllllvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv
 *
 *  l  24 bits  link: 1 + the number of the overflow line that continues this bucket, 0 if none does
 *  v  40 bits  version: odd while the bucket, its overflow lines or an item in them is being changed in place
 * </pre>
 *
 * There is no lock bit: whoever changes a bucket holds its stripe's lock. Only the version of a bucket's first line
 * counts; overflow lines use the link alone. A version comes round after 2^39 changes of one bucket, which no reader
 * outlasts.
 */
final class BucketWord {
    private static final int VERSION_BITS = 40;
    private static final long VERSION_MASK = (1L << VERSION_BITS) - 1;
    /** The largest number of overflow lines a table can link. */
    static final int MAX_OVERFLOW_LINES = (1 << (Long.SIZE - VERSION_BITS)) - 1;

    private BucketWord() {}

    static boolean isChanging(long word) {
        return (word & 1) != 0;
    }

    /** Returns 1 + the number of the overflow line, or 0. */
    static int link(long word) {
        return (int) (word >>> VERSION_BITS);
    }

    static long withLink(long word, int link) {
        return (word & VERSION_MASK) | ((long) link << VERSION_BITS);
    }

    static long withNextVersion(long word) {
        return (word & ~VERSION_MASK) | ((word + 1) & VERSION_MASK);
    }
}
