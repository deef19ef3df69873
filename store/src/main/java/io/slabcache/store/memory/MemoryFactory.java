package io.slabcache.store.memory;

/** Makes regions of one kind. */
@FunctionalInterface
public interface MemoryFactory {
    /**
     * Reserves a region; see {@link Memory#allocate}.
     *
     * @param capacity bytes, a multiple of the page size
     * @param pageSize bytes, a power of two and a multiple of {@link Memory#ALIGNMENT}
     * @return a new region
     */
    Memory allocate(long capacity, int pageSize);
}
