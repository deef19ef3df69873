package io.slabcache.store.engine;

/**
 * Layout of an item inside its chunk, and of the further pieces of an item that does not fit one chunk. All fields are
 * in native byte order; offsets are from the chunk's start, which is aligned to 8 bytes.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                          CAS token                            |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                 Expiry (48 bits, milliseconds)                |
 *  +                               +-------------------------------+
 *  |                               |          Key length           |
 *  +-------------------------------+---------------+---------------+
 *  |    Value length, lower part   |     Flags     |     Queue     |
 *  +-------------------------------+---------------+---------------+
 *  |     if EXTENDED: client flags, then last access (seconds)     |
 *  +---------------------------------------------------------------+
 *  |     if CHAINED: u32 value length, u64 next piece, u64 hash    |
 *  +---------------------------------------------------------------+
 *  |     Key bytes, then value bytes, the rest in further pieces  ...
 *
 *  Flags, from the lowest bit                       Queue, from the lowest bit
 *  +-------+----------+---------+-------+---------+ +----------+---------+-----+
 *  | value | EXTENDED | CHAINED | state | CLAIMED | | IN_SMALL | IN_MAIN | tag |
 *  |   3   |     1    |    1    |   2   |    1    | |     1    |    1    |  6  |
 *  +-------+----------+---------+-------+---------+ +----------+---------+-----+
 *
 *  Further piece of a chained item:
 *  +---------------------------------------------------------------+
 *  |               u64 next piece, 0 behind the last               |
 *  +---------------------------------------------------------------+
 *  |                 u64 the item's first chunk                    |
 *  +-------------------------------+---------------+---------------+
 *  |             unused            |     Flags     |     unused    |
 *  +-------------------------------+---------------+---------------+
 *  |                        Payload bytes                         ...
 * </pre>
 *
 * The expiry and the key length are one word, so that a touch is one write. The flags have the upper bits of the value
 * length of an unchained item, which is shorter than half a page; they are written by the holder of the stripe's lock or
 * by the only one who knows the chunk. The queue byte stands apart from them because it is guarded by the class's lock:
 * the evictor takes an item out of its queue before it knows the item's stripe. A free chunk holds the index of the next
 * free chunk of its page in the place of the token.
 */
final class ItemLayout {
    static final int CAS_TOKEN_OFFSET = 0;
    static final int EXPIRY_AND_KEY_LENGTH_OFFSET = CAS_TOKEN_OFFSET + Long.BYTES;
    static final int VALUE_LENGTH_OFFSET = EXPIRY_AND_KEY_LENGTH_OFFSET + Long.BYTES;
    static final int FLAGS_OFFSET = VALUE_LENGTH_OFFSET + Short.BYTES;
    static final int QUEUE_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    static final int HEADER_LENGTH = QUEUE_OFFSET + Byte.BYTES;

    static final int EXTENSION_LENGTH = 2 * Integer.BYTES;
    static final int CHAIN_LENGTH = Integer.BYTES + 2 * Long.BYTES;

    static final int NEXT_FREE_OFFSET = CAS_TOKEN_OFFSET;
    static final int PIECE_NEXT_OFFSET = 0;
    static final int PIECE_HEAD_OFFSET = PIECE_NEXT_OFFSET + Long.BYTES;

    private static final int VALUE_LENGTH_FLAG_BITS = 3;
    private static final int VALUE_LENGTH_FLAG_MASK = (1 << VALUE_LENGTH_FLAG_BITS) - 1;
    /** An unchained value is shorter than this. */
    static final int UNCHAINED_VALUE_LENGTH_LIMIT = 1 << (Short.SIZE + VALUE_LENGTH_FLAG_BITS);

    /** The item has an extension. Fixed when its chunk is reserved. */
    static final int FLAG_EXTENDED = 1 << VALUE_LENGTH_FLAG_BITS;
    /** The item has further pieces. Fixed when its chunk is reserved. */
    static final int FLAG_CHAINED = FLAG_EXTENDED << 1;

    private static final int STATE_SHIFT = VALUE_LENGTH_FLAG_BITS + 2;
    private static final int STATE_MASK = 3 << STATE_SHIFT;

    static final int STATE_FREE = 0;
    /** Handed out, not yet in the index. */
    static final int STATE_RESERVED = 1 << STATE_SHIFT;
    /** In the index. */
    static final int STATE_LINKED = 2 << STATE_SHIFT;
    /** A further piece of a chained item. */
    static final int STATE_PIECE = 3 << STATE_SHIFT;

    /** Somebody was told to make the item anew. */
    static final int FLAG_CLAIMED = 1 << (STATE_SHIFT + 2);

    /** The item stands in its class's small queue. */
    static final int QUEUE_SMALL = 1;
    /** The item stands in its class's main queue. */
    static final int QUEUE_MAIN = 2;

    private static final int QUEUE_TAG_SHIFT = 2;
    /** Queue tags are smaller than this. */
    static final int QUEUE_TAG_LIMIT = 1 << (Byte.SIZE - QUEUE_TAG_SHIFT);

    static final int EXPIRY_BITS = 48;
    /** Stands for an item that does not expire; the largest expiry that fits. */
    static final long NEVER = (1L << EXPIRY_BITS) - 1;

    private ItemLayout() {}

    /** Returns the length of everything before the key in the item's first chunk. */
    static int prefixLength(boolean extended, boolean chained) {
        return HEADER_LENGTH + (extended ? EXTENSION_LENGTH : 0) + (chained ? CHAIN_LENGTH : 0);
    }

    static int prefixLength(int flags) {
        return prefixLength((flags & FLAG_EXTENDED) != 0, (flags & FLAG_CHAINED) != 0);
    }

    static int state(int flags) {
        return flags & STATE_MASK;
    }

    static int withState(int flags, int state) {
        return (flags & ~STATE_MASK) | state;
    }

    /** Returns the flags with the upper bits of an unchained value's length. */
    static int withValueLength(int flags, int valueLength) {
        return (flags & ~VALUE_LENGTH_FLAG_MASK) | (valueLength >>> Short.SIZE);
    }

    /** Returns the length of an unchained value, not negative whatever the arguments are. */
    static int valueLength(short lower, int flags) {
        return Short.toUnsignedInt(lower) | ((flags & VALUE_LENGTH_FLAG_MASK) << Short.SIZE);
    }

    /**
     * Returns the queue byte of an item that stands in a queue.
     *
     * @param queue {@link #QUEUE_SMALL} or {@link #QUEUE_MAIN}
     */
    static byte queued(int queue, int tag) {
        return (byte) (queue | (tag << QUEUE_TAG_SHIFT));
    }

    static long expiryAndKeyLength(long expiryMillis, int keyLength) {
        return Math.max(0, Math.min(expiryMillis, NEVER)) | ((long) keyLength << EXPIRY_BITS);
    }

    /** Returns the expiry in milliseconds, or {@link #NEVER}. */
    static long expiry(long expiryAndKeyLength) {
        return expiryAndKeyLength & NEVER;
    }

    static int keyLength(long expiryAndKeyLength) {
        return (int) (expiryAndKeyLength >>> EXPIRY_BITS);
    }
}
