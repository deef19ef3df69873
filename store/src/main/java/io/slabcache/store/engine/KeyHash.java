package io.slabcache.store.engine;

import io.slabcache.store.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A seeded 64-bit hash of byte strings, the same for bytes on the heap and in the region. The seed is secret to the
 * store, so that keys cannot be chosen to collide.
 */
final class KeyHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long MIX_A = 0x9E3779B97F4A7C15L;
    private static final long MIX_B = 0xB504F333F9DE6485L;

    private final long seed;

    KeyHash(long seed) {
        this.seed = seed;
    }

    long hash(byte[] bytes, int offset, int length) {
        long hash = seed ^ (length * MIX_A);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, offset + i));
        }
        if (i < length) {
            long tail = 0;
            for (int shift = 0; i < length; i++, shift += Byte.SIZE) {
                tail |= (bytes[offset + i] & 0xFFL) << shift;
            }
            hash = mix(hash, tail);
        }
        return finish(hash);
    }

    long hash(Memory memory, long offset, int length) {
        long hash = seed ^ (length * MIX_A);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long word = memory.getLong(offset + i);
            hash = mix(hash, LITTLE_ENDIAN ? word : Long.reverseBytes(word));
        }
        if (i < length) {
            long tail = 0;
            for (int shift = 0; i < length; i++, shift += Byte.SIZE) {
                tail |= (memory.getByte(offset + i) & 0xFFL) << shift;
            }
            hash = mix(hash, tail);
        }
        return finish(hash);
    }

    /** Folds the 128-bit product of two words that depend on the state and the input. */
    private static long mix(long hash, long word) {
        long a = hash ^ MIX_B;
        long b = word ^ Long.rotateLeft(hash, 32) ^ MIX_A;
        return (a * b) ^ Math.multiplyHigh(a, b) ^ (Long.rotateLeft(word, 23) + hash);
    }

    private static long finish(long hash) {
        long h = hash;
        h ^= h >>> 32;
        h *= 0xD6E8FEB86659FD93L;
        h ^= h >>> 32;
        h *= 0xD6E8FEB86659FD93L;
        h ^= h >>> 32;
        return h;
    }
}
