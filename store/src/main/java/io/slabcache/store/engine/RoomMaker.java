package io.slabcache.store.engine;

/** Where an allocation turns when there is neither a free chunk nor a free page. Called without any lock. */
interface RoomMaker {
    /** Evicts an item of a class and returns whether a chunk may have become free. */
    boolean evict(SlabClass slabClass);

    /**
     * Empties a page of another class.
     *
     * @param owner who owns the page then
     * @param onlySpare take only from classes that have more pages than they must keep
     * @return the page, or {@link PageTable#NO_PAGE}
     */
    int takePage(int owner, boolean onlySpare);
}
