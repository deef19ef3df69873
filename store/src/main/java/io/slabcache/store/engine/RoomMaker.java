package io.slabcache.store.engine;

/** Where an allocation turns when there is neither a free chunk nor a free page. Called without any lock. */
interface RoomMaker {
    /** Never finds room. */
    RoomMaker NONE = new RoomMaker() {
        @Override
        public boolean evict(SlabClass slabClass) {
            return false;
        }

        @Override
        public int takePage(int owner) {
            return PageTable.NO_PAGE;
        }
    };

    /** Evicts an item of a class and returns whether a chunk may have become free. */
    boolean evict(SlabClass slabClass);

    /**
     * Empties a page of another class.
     *
     * @param owner who owns the page then
     * @return the page, or {@link PageTable#NO_PAGE}
     */
    int takePage(int owner);
}
