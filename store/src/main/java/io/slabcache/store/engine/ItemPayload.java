package io.slabcache.store.engine;

import io.slabcache.store.memory.Memory;
import java.nio.ByteBuffer;

/**
 * Walks over an item's payload, its key and then its value, from piece to piece. Used by the lock's holder or by the
 * one who fills a reservation.
 */
final class ItemPayload {
    private final Items items;
    private final Memory memory;
    private final SlabClasses sizes;
    private long nextPiece;
    private long offset;
    private int contiguous;

    ItemPayload(Items items, Memory memory, SlabClasses sizes, long item) {
        this.items = items;
        this.memory = memory;
        this.sizes = sizes;
        offset = items.keyOffset(item);
        if (items.isChained(item)) {
            nextPiece = items.firstPiece(item);
            contiguous = (int) (item + sizes.largestChunkSize() - offset);
        } else {
            contiguous = Integer.MAX_VALUE;
        }
    }

    /** Returns where the next byte is. */
    long offset() {
        return offset;
    }

    /** Returns how many bytes from {@link #offset} on lie side by side. */
    int contiguous() {
        return contiguous;
    }

    void advance(int length) {
        offset += length;
        contiguous -= length;
        if (contiguous == 0 && nextPiece != 0) {
            offset = nextPiece + ItemLayout.HEADER_LENGTH;
            contiguous = sizes.largestChunkSize() - ItemLayout.HEADER_LENGTH;
            nextPiece = items.nextPiece(nextPiece);
        }
    }

    void skip(int length) {
        int rest = length;
        while (rest > 0) {
            int run = Math.min(contiguous, rest);
            advance(run);
            rest -= run;
        }
    }

    void get(byte[] target, int targetOffset, int length) {
        int done = 0;
        while (done < length) {
            int run = Math.min(contiguous, length - done);
            memory.getBytes(offset, target, targetOffset + done, run);
            advance(run);
            done += run;
        }
    }

    void put(byte[] source, int sourceOffset, int length) {
        int done = 0;
        while (done < length) {
            int run = Math.min(contiguous, length - done);
            memory.putBytes(offset, source, sourceOffset + done, run);
            advance(run);
            done += run;
        }
    }

    void put(ByteBuffer source, int sourceIndex, int length) {
        int done = 0;
        while (done < length) {
            int run = Math.min(contiguous, length - done);
            memory.putBytes(offset, source, sourceIndex + done, run);
            advance(run);
            done += run;
        }
    }

    /** Copies bytes from another item's payload. */
    void putFrom(ItemPayload source, int length) {
        int done = 0;
        while (done < length) {
            int run = Math.min(Math.min(contiguous, source.contiguous), length - done);
            memory.copy(source.offset, offset, run);
            advance(run);
            source.advance(run);
            done += run;
        }
    }
}
