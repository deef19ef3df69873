package io.slabcache.jcache.internal;

/**
 * An array for each thread, into which a value is copied to be decoded there. It is taken while it is used: decoding may
 * run code of the user's that reads another value on the same thread.
 */
final class ScratchArray {
    static final int FIRST_LENGTH = 512;
    static final int MAX_KEPT_LENGTH = 64 << 10;

    /** Holds an array in one element; nothing of ours, so that a thread of a container keeps no class loader alive. */
    private final ThreadLocal<byte[][]> holder = ThreadLocal.withInitial(() -> new byte[1][]);

    /** Takes the thread's array, or a new one if there is none. */
    byte[] take() {
        byte[][] held = holder.get();
        byte[] array = held[0];
        if (array == null) {
            return new byte[FIRST_LENGTH];
        }
        held[0] = null;
        return array;
    }

    /** Gives an array back, to be taken again unless it is too long to be kept. */
    void giveBack(byte[] array) {
        if (array.length <= MAX_KEPT_LENGTH) {
            holder.get()[0] = array;
        }
    }

    /** Returns an array in the place of one that turned out too short; the length is the next power of two. */
    static byte[] ofAtLeast(int length) {
        return new byte[Math.max(FIRST_LENGTH, Integer.highestOneBit(Math.max(1, length - 1)) << 1)];
    }
}
