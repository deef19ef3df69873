package io.slabcache.store.memory;

import java.lang.foreign.MemorySegment;

/**
 * Zeros to copy. Filling a part of a segment takes a segment made of that part, an object for each line of the index that is
 * begun.
 */
final class Zeros {
    private static final MemorySegment SOURCE =
            MemorySegment.ofArray(new byte[4096]).asReadOnly();

    private Zeros() {}

    /** Sets bytes of a segment to zero. */
    static void copy(MemorySegment target, long offset, long length) {
        long done = 0;
        while (done < length) {
            long piece = Math.min(SOURCE.byteSize(), length - done);
            MemorySegment.copy(SOURCE, 0, target, offset + done, piece);
            done += piece;
        }
    }
}
