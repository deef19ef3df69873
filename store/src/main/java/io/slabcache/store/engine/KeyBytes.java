package io.slabcache.store.engine;

import java.nio.ByteBuffer;

/** A buffer's remaining bytes as a range of an array: the buffer's own where it shows one, else a copy. */
final class KeyBytes {
    final byte[] array;
    final int offset;
    final int length;

    private KeyBytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    static KeyBytes of(ByteBuffer key) {
        if (key.hasArray()) {
            return new KeyBytes(key.array(), key.arrayOffset() + key.position(), key.remaining());
        }
        byte[] copy = new byte[key.remaining()];
        key.duplicate().get(copy);
        return new KeyBytes(copy, 0, copy.length);
    }
}
