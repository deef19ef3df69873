package io.slabcache.store.engine;

import io.slabcache.store.KeyLengthException;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreSettings;
import io.slabcache.store.ValueLengthException;
import java.util.Objects;

/**
 * How long keys and values of one store may be.
 *
 * @param maxItemSize the largest item in bytes, what counts as overhead included
 * @param overhead what counts for an item beside key and value
 * @param clientFlagsOverhead what counts for an item with client flags besides
 * @param hashedPrefixLength how many bytes of each key are hashed, 0 for all
 */
record ItemLimits(int maxItemSize, int overhead, int clientFlagsOverhead, int hashedPrefixLength) {
    private static final int DEFAULT_ITEM_DIVISOR = 8;
    private static final int LARGEST_DEFAULT_ITEM = 1 << 30;
    private static final int ITEM_DIVISOR = 2;

    static ItemLimits of(StoreSettings settings, Geometry geometry) {
        int prefix = settings.hashedPrefixLength();
        if (prefix < 0 || prefix > SlabStore.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("the length of the hashed prefix must be between 0 and "
                    + SlabStore.MAX_KEY_LENGTH + ": hashedPrefixLength=" + prefix);
        }
        int maxItemSize = settings.maxItemSize();
        if (maxItemSize == 0) {
            maxItemSize = (int) Math.min(LARGEST_DEFAULT_ITEM, geometry.capacity() / DEFAULT_ITEM_DIVISOR);
        }
        long largest = geometry.capacity() / ITEM_DIVISOR;
        if (maxItemSize < 0 || maxItemSize > largest) {
            throw new IllegalArgumentException("the item limit must be positive and at most half of the capacity:"
                    + " maxItemSize=" + maxItemSize + ", limit=" + largest);
        }
        if (settings.itemOverhead() == 0) {
            return new ItemLimits(maxItemSize, ItemLayout.HEADER_LENGTH, ItemLayout.EXTENSION_LENGTH, prefix);
        }
        return new ItemLimits(maxItemSize, settings.itemOverhead(), settings.clientFlagsOverhead(), prefix);
    }

    private long sizeOf(int keyLength, long valueLength, boolean extended) {
        return overhead + (extended ? clientFlagsOverhead : 0) + keyLength + valueLength;
    }

    void checkKey(byte[] key, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, key.length);
        // not "length == 0 ||": C2 of JDK 17.0.15 folds that into one comparison and then reports length 0 in the
        // message
        if (length < 1 || length > SlabStore.MAX_KEY_LENGTH) {
            throw new KeyLengthException(
                    "a key must have 1 to " + SlabStore.MAX_KEY_LENGTH + " bytes: keyLength=" + length);
        }
        if (length < hashedPrefixLength) {
            throw new KeyLengthException("a key must be at least as long as what the store hashes of it: keyLength="
                    + length + ", hashedPrefixLength=" + hashedPrefixLength);
        }
    }

    void checkPrefix(byte[] prefix, String storeName) {
        Objects.requireNonNull(prefix, "prefix");
        if (hashedPrefixLength == 0) {
            throw new IllegalStateException("the store hashes whole keys: name=" + storeName);
        }
        if (prefix.length != hashedPrefixLength) {
            throw new KeyLengthException("the prefix must be as long as what the store hashes of each key: length="
                    + prefix.length + ", hashedPrefixLength=" + hashedPrefixLength);
        }
    }

    /** Tells whether an item may be as large as an operation on a present one would make it. */
    boolean allows(int keyLength, long valueLength, boolean extended) {
        return sizeOf(keyLength, valueLength, extended) <= maxItemSize;
    }

    void checkItem(int keyLength, int valueLength, boolean extended) {
        if (valueLength < 0) {
            throw new ValueLengthException("a value's length must not be negative: valueLength=" + valueLength);
        }
        long size = sizeOf(keyLength, valueLength, extended);
        if (size > maxItemSize) {
            throw new ValueLengthException("the item is larger than the store's limit: size=" + size + ", maxItemSize="
                    + maxItemSize + ", keyLength=" + keyLength + ", valueLength=" + valueLength);
        }
    }
}
