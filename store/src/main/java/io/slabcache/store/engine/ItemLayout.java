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
 *  +---------------------------------------------------------------+
 *  |                         Value length                          |
 *  +---------------+---------------+-------------------------------+
 *  |     Flags     |     State     |          Queue tag            |
 *  +---------------+---------------+-------------------------------+
 *  |     if EXTENDED: client flags, then last access (seconds)     |
 *  +---------------------------------------------------------------+
 *  |     if CHAINED: u64 next piece, then u64 hash of the key      |
 *  +---------------------------------------------------------------+
 *  |     Key bytes, then value bytes, the rest in further pieces  ...
 *
 *  Further piece of a chained item:
 *  +---------------------------------------------------------------+
 *  |               u64 next piece, 0 behind the last               |
 *  +---------------------------------------------------------------+
 *  |                 u64 the item's first chunk                    |
 *  +---------------+---------------+-------------------------------+
 *  |                        u32 unused                             |
 *  +---------------+---------------+-------------------------------+
 *  |     Flags     |     State     |            unused             |
 *  +---------------+---------------+-------------------------------+
 *  |                        Payload bytes                         ...
 * </pre>
 *
 * The expiry and the key length are one word, so that a touch is one write. A free chunk holds the index of the next
 * free chunk of its page in the place of the value length.
 */
final class ItemLayout {
    static final int CAS_TOKEN_OFFSET = 0;
    static final int EXPIRY_AND_KEY_LENGTH_OFFSET = CAS_TOKEN_OFFSET + Long.BYTES;
    static final int VALUE_LENGTH_OFFSET = EXPIRY_AND_KEY_LENGTH_OFFSET + Long.BYTES;
    static final int FLAGS_OFFSET = VALUE_LENGTH_OFFSET + Integer.BYTES;
    static final int STATE_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    static final int QUEUE_TAG_OFFSET = STATE_OFFSET + Byte.BYTES;
    static final int HEADER_LENGTH = QUEUE_TAG_OFFSET + Short.BYTES;

    static final int EXTENSION_LENGTH = 2 * Integer.BYTES;
    static final int CHAIN_LENGTH = 2 * Long.BYTES;

    static final int NEXT_FREE_OFFSET = VALUE_LENGTH_OFFSET;
    static final int PIECE_NEXT_OFFSET = 0;
    static final int PIECE_HEAD_OFFSET = PIECE_NEXT_OFFSET + Long.BYTES;

    /** The item has an extension. Fixed when its chunk is reserved. */
    static final int FLAG_EXTENDED = 1;
    /** The item has further pieces. Fixed when its chunk is reserved. */
    static final int FLAG_CHAINED = 2;
    /** The item stands in its class's small queue. Guarded by the class lock. */
    static final int FLAG_IN_SMALL = 4;
    /** The item stands in its class's main queue. Guarded by the class lock. */
    static final int FLAG_IN_MAIN = 8;

    static final int QUEUE_FLAGS = FLAG_IN_SMALL | FLAG_IN_MAIN;

    static final byte STATE_FREE = 0;
    /** Handed out, not yet in the index. */
    static final byte STATE_RESERVED = 1;
    /** In the index. */
    static final byte STATE_LINKED = 2;
    /** A further piece of a chained item. */
    static final byte STATE_PIECE = 3;

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
