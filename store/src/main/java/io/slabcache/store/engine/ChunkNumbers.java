package io.slabcache.store.engine;

/**
 * Translates between a chunk's offset and the 32-bit number by which its class's queues refer to it:
 * page × chunks per page + index in the page, unsigned. It fits, since a region of at most 128 GiB has at most 2^32
 * chunks of the smallest size, 32 bytes.
 */
final class ChunkNumbers {
    private final Geometry geometry;
    private final SlabClass slabClass;

    ChunkNumbers(Geometry geometry, SlabClass slabClass) {
        this.geometry = geometry;
        this.slabClass = slabClass;
    }

    int number(long chunk) {
        int page = geometry.pageOf(chunk);
        int index = (int) (chunk - geometry.pageOffset(page)) / slabClass.chunkSize();
        return page * slabClass.chunksPerPage() + index;
    }

    /** Returns the chunk's offset, or 0 if its page belongs to the class no more or the chunk was not handed out. */
    long chunk(int number) {
        int page = Integer.divideUnsigned(number, slabClass.chunksPerPage());
        int index = Integer.remainderUnsigned(number, slabClass.chunksPerPage());
        return slabClass.isHandedOut(page, index) ? slabClass.chunkOffset(page, index) : 0;
    }
}
