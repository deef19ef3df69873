package io.slabcache.store.engine;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreResult;
import io.slabcache.store.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes items in their chunks. Unless a method says otherwise, the caller holds the lock of the item's stripe
 * or is the only one who knows the chunk.
 */
final class Items {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Memory memory;
    private final Geometry geometry;
    private final SlabClasses sizes;
    private final KeyHash keyHash;

    Items(Memory memory, Geometry geometry, SlabClasses sizes, KeyHash keyHash) {
        this.memory = memory;
        this.geometry = geometry;
        this.sizes = sizes;
        this.keyHash = keyHash;
    }

    long casToken(long item) {
        return memory.getLong(item, ItemLayout.CAS_TOKEN_OFFSET);
    }

    void setCasToken(long item, long casToken) {
        memory.putLong(item, ItemLayout.CAS_TOKEN_OFFSET, casToken);
    }

    /** Returns the word of expiry and key length. */
    long expiryAndKeyLength(long item) {
        return memory.getLong(item, ItemLayout.EXPIRY_AND_KEY_LENGTH_OFFSET);
    }

    void setExpiryAndKeyLength(long item, long word) {
        memory.putLong(item, ItemLayout.EXPIRY_AND_KEY_LENGTH_OFFSET, word);
    }

    int keyLength(long item) {
        return ItemLayout.keyLength(expiryAndKeyLength(item));
    }

    int valueLength(long item) {
        int flags = flags(item);
        return (flags & ItemLayout.FLAG_CHAINED) == 0
                ? unchainedValueLength(item, flags)
                : memory.getInt(chainOffset(item, flags));
    }

    /** Returns the value length of an item whose flags were read before, which says nothing if it is chained. */
    int unchainedValueLength(long item, int flags) {
        return ItemLayout.valueLength(memory.getShort(item, ItemLayout.VALUE_LENGTH_OFFSET), flags);
    }

    /** Changes the value length of an unchained item to one that is legal for such. */
    void setUnchainedValueLength(long item, int length) {
        writeUnchainedValueLength(item, flags(item), length);
    }

    private void writeUnchainedValueLength(long item, int flags, int length) {
        assert length < ItemLayout.UNCHAINED_VALUE_LENGTH_LIMIT : length;
        memory.putShort(item, ItemLayout.VALUE_LENGTH_OFFSET, (short) length);
        setFlags(item, ItemLayout.withValueLength(flags, length));
    }

    int flags(long item) {
        return memory.getByte(item, ItemLayout.FLAGS_OFFSET);
    }

    private void setFlags(long item, int flags) {
        memory.putByte(item, ItemLayout.FLAGS_OFFSET, (byte) flags);
    }

    int state(long item) {
        return ItemLayout.state(flags(item));
    }

    void setState(long item, int state) {
        setFlags(item, ItemLayout.withState(flags(item), state));
    }

    boolean isClaimed(long item) {
        return (flags(item) & ItemLayout.FLAG_CLAIMED) != 0;
    }

    void setClaimed(long item, boolean claimed) {
        int flags = flags(item);
        setFlags(item, claimed ? flags | ItemLayout.FLAG_CLAIMED : flags & ~ItemLayout.FLAG_CLAIMED);
    }

    boolean isQueued(long item) {
        return (queue(item) & (ItemLayout.QUEUE_SMALL | ItemLayout.QUEUE_MAIN)) != 0;
    }

    boolean isInMainQueue(long item) {
        return (queue(item) & ItemLayout.QUEUE_MAIN) != 0;
    }

    private int queue(long item) {
        return memory.getByte(item, ItemLayout.QUEUE_OFFSET);
    }

    boolean isChained(long item) {
        return (flags(item) & ItemLayout.FLAG_CHAINED) != 0;
    }

    boolean isExtended(long item) {
        return (flags(item) & ItemLayout.FLAG_EXTENDED) != 0;
    }

    int clientFlags(long item) {
        return clientFlags(item, flags(item));
    }

    /** Returns the client flags of an item whose flags were read before. */
    int clientFlags(long item, int flags) {
        return (flags & ItemLayout.FLAG_EXTENDED) == 0 ? 0 : memory.getInt(item, ItemLayout.HEADER_LENGTH);
    }

    void setClientFlags(long item, int clientFlags) {
        if (isExtended(item)) {
            memory.putInt(item, ItemLayout.HEADER_LENGTH, clientFlags);
        }
    }

    /** Returns the bytes that an item of these lengths takes in one chunk, or would take if a chunk were large enough. */
    static long sizeOf(int keyLength, int valueLength, boolean extended) {
        return (long) ItemLayout.prefixLength(extended, false) + keyLength + valueLength;
    }

    static long payload(int keyLength, int valueLength) {
        return (long) keyLength + valueLength;
    }

    /** Returns the offset of the key's first byte. */
    long keyOffset(long item) {
        return item + ItemLayout.prefixLength(flags(item));
    }

    /** Writes the fixed part of a reserved item; the flags say whether it is extended and chained. */
    void writeHeader(long item, int flags, long expiryAndKeyLength, int valueLength, int clientFlags) {
        int reserved = ItemLayout.withState(flags, ItemLayout.STATE_RESERVED);
        setExpiryAndKeyLength(item, expiryAndKeyLength);
        if ((flags & ItemLayout.FLAG_CHAINED) == 0) {
            writeUnchainedValueLength(item, reserved, valueLength);
        } else {
            setFlags(item, reserved);
            memory.putInt(chainOffset(item, flags), valueLength);
        }
        if ((flags & ItemLayout.FLAG_EXTENDED) != 0) {
            memory.putInt(item, ItemLayout.HEADER_LENGTH, clientFlags);
            memory.putInt(item, ItemLayout.HEADER_LENGTH + Integer.BYTES, 0);
        }
    }

    private static long chainOffset(long item, int flags) {
        return item + ItemLayout.prefixLength((flags & ItemLayout.FLAG_EXTENDED) != 0, false);
    }

    private long piecesOffset(long item) {
        return chainOffset(item, flags(item)) + Integer.BYTES;
    }

    long firstPiece(long item) {
        return memory.getLong(piecesOffset(item));
    }

    void setChain(long item, long firstPiece, long hash) {
        memory.putLong(piecesOffset(item), firstPiece);
        memory.putLong(piecesOffset(item) + Long.BYTES, hash);
    }

    long nextPiece(long piece) {
        return memory.getLong(piece, ItemLayout.PIECE_NEXT_OFFSET);
    }

    void setNextPiece(long piece, long next) {
        memory.putLong(piece, ItemLayout.PIECE_NEXT_OFFSET, next);
    }

    long headOf(long piece) {
        return memory.getLong(piece, ItemLayout.PIECE_HEAD_OFFSET);
    }

    void writePiece(long piece, long head) {
        setNextPiece(piece, 0);
        memory.putLong(piece, ItemLayout.PIECE_HEAD_OFFSET, head);
        setState(piece, ItemLayout.STATE_PIECE);
    }

    /**
     * Returns the hash of the key of an item that may be changing or gone: the caller checks through the index whether
     * it was there. Never reads outside of the item's page.
     *
     * @param hashedPrefixLength how many bytes of each key are hashed, 0 for all
     */
    long hashUnchecked(long item, int hashedPrefixLength) {
        int flags = flags(item);
        if ((flags & ItemLayout.FLAG_CHAINED) != 0) {
            long stored = item + ItemLayout.prefixLength(flags) - Long.BYTES;
            return stored + Long.BYTES > geometry.pageEnd(item) ? 0 : memory.getLong(stored);
        }
        long key = item + ItemLayout.prefixLength(flags);
        int length = keyLength(item);
        int hashed = hashedPrefixLength == 0 ? length : Math.min(length, hashedPrefixLength);
        return keyHash.hash(memory, key, (int) Math.min(hashed, Math.max(0, geometry.pageEnd(item) - key)));
    }

    /**
     * Compares an unchained key, or a piece of a chained one, that was checked to lie inside its page.
     *
     * @param begin where the item or its piece begins
     * @param prefix where in it the key's bytes are
     */
    boolean keyEquals(long begin, int prefix, byte[] key, int offset, int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (memory.getLong(begin, prefix + i) != (long) LONGS.get(key, offset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (memory.getByte(begin, prefix + i) != key[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether an item, chained or not, has a key. */
    boolean hasKey(long item, byte[] key, int offset, int length) {
        if (keyLength(item) != length) {
            return false;
        }
        if (!isChained(item)) {
            return keyEquals(item, ItemLayout.prefixLength(flags(item)), key, offset, length);
        }
        ItemPayload payload = new ItemPayload(this, memory, sizes, item);
        int done = 0;
        while (done < length) {
            int run = Math.min(payload.contiguous(), length - done);
            if (!keyEquals(payload.offset(), 0, key, offset + done, run)) {
                return false;
            }
            payload.advance(run);
            done += run;
        }
        return true;
    }

    byte[] key(long item) {
        byte[] key = new byte[keyLength(item)];
        if (isChained(item)) {
            new ItemPayload(this, memory, sizes, item).get(key, 0, key.length);
        } else {
            memory.getBytes(keyOffset(item), key, 0, key.length);
        }
        return key;
    }

    byte[] value(long item) {
        byte[] value = new byte[valueLength(item)];
        copyValue(item, value, 0, null);
        return value;
    }

    /** Copies the whole value to an array, or to a buffer at its position. */
    void copyValue(long item, byte[] array, int arrayOffset, @Nullable ByteBuffer buffer) {
        int keyLength = keyLength(item);
        int length = valueLength(item);
        if (!isChained(item)) {
            copyOut(keyOffset(item) + keyLength, array, arrayOffset, buffer, 0, length);
            return;
        }
        ItemPayload payload = new ItemPayload(this, memory, sizes, item);
        payload.skip(keyLength);
        int done = 0;
        while (done < length) {
            int run = Math.min(payload.contiguous(), length - done);
            copyOut(payload.offset(), array, arrayOffset + done, buffer, done, run);
            payload.advance(run);
            done += run;
        }
    }

    private void copyOut(
            long from, byte[] array, int arrayOffset, @Nullable ByteBuffer buffer, int bufferOffset, int length) {
        if (buffer == null) {
            memory.getBytes(from, array, arrayOffset, length);
        } else {
            memory.getBytes(from, buffer, buffer.position() + bufferOffset, length);
        }
    }

    /** Copies a linked item into a reserved one of the same lengths, with everything but what belongs to the chunks. */
    void copyTo(long item, long copy) {
        setCasToken(copy, casToken(item));
        setClaimed(copy, isClaimed(item));
        setExpiryAndKeyLength(copy, expiryAndKeyLength(item));
        if (isExtended(item)) {
            memory.copy(item + ItemLayout.HEADER_LENGTH, copy + ItemLayout.HEADER_LENGTH, ItemLayout.EXTENSION_LENGTH);
        }
        payload(copy).putFrom(payload(item), (int) payload(keyLength(item), valueLength(item)));
    }

    /** Copies an item out that the index refers to by an entry. */
    StoreItem snapshot(long item, long entry) {
        return new StoreItem(
                value(item),
                publicExpiry(expiryAndKeyLength(item)),
                casToken(item),
                clientFlags(item),
                IndexEntry.frequency(entry) > 0);
    }

    /** Copies all but the value of an item out that the index refers to by an entry. */
    StoreItem head(long item, long entry) {
        return StoreItem.withoutValue(
                valueLength(item),
                publicExpiry(expiryAndKeyLength(item)),
                casToken(item),
                clientFlags(item),
                IndexEntry.frequency(entry) > 0);
    }

    /** Tells of an item that the index refers to by an entry. */
    void tell(StoreResult result, long item, long entry) {
        tell(result, casToken(item), expiryAndKeyLength(item), clientFlags(item), entry, flags(item));
    }

    static void tell(
            StoreResult result, long casToken, long expiryAndKeyLength, int clientFlags, long entry, int flags) {
        result.setItem(casToken, publicExpiry(expiryAndKeyLength), clientFlags);
        result.setState(
                IndexEntry.frequency(entry) > 0, Stripe.isStale(casToken), (flags & ItemLayout.FLAG_CLAIMED) != 0);
    }

    static long publicExpiry(long expiryAndKeyLength) {
        long expiry = ItemLayout.expiry(expiryAndKeyLength);
        return expiry == ItemLayout.NEVER ? SlabStore.NO_EXPIRY : expiry;
    }

    ItemPayload payload(long item) {
        return new ItemPayload(this, memory, sizes, item);
    }
}
