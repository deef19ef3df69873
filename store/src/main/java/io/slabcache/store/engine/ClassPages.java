package io.slabcache.store.engine;

/**
 * The chunk accounting of the pages that belong to slab classes, indexed by page; 22 bytes of heap a page. Each page's
 * entries are guarded by the lock of the class that owns the page.
 */
final class ClassPages {
    private static final int NONE = -1;

    private final int[] handedOut;
    private final int[] freeHead;
    private final int[] freeCount;
    private final int[] previous;
    private final int[] next;
    private final boolean[] draining;
    /** Set while the page is in its owner's books: after it was taken and before it is given away. */
    private final boolean[] entered;

    ClassPages(int pageCount) {
        handedOut = new int[pageCount];
        freeHead = new int[pageCount];
        freeCount = new int[pageCount];
        previous = new int[pageCount];
        next = new int[pageCount];
        draining = new boolean[pageCount];
        entered = new boolean[pageCount];
    }

    void enter(int page) {
        handedOut[page] = 0;
        freeHead[page] = NONE;
        freeCount[page] = 0;
        draining[page] = false;
        entered[page] = true;
    }

    boolean isEntered(int page) {
        return entered[page];
    }

    void remove(int page) {
        entered[page] = false;
    }

    /** Returns how many chunks, counted from the page's start, have been used at least once. */
    int handedOut(int page) {
        return handedOut[page];
    }

    int handOut(int page) {
        return handedOut[page]++;
    }

    int freeHead(int page) {
        return freeHead[page];
    }

    int freeCount(int page) {
        return freeCount[page];
    }

    void popFree(int page, int nextFree) {
        freeHead[page] = nextFree;
        freeCount[page]--;
    }

    void pushFree(int page, int index) {
        freeHead[page] = index;
        freeCount[page]++;
    }

    boolean isDraining(int page) {
        return draining[page];
    }

    void setDraining(int page, boolean value) {
        draining[page] = value;
    }

    void link(int page, int previousPage, int nextPage) {
        previous[page] = previousPage;
        next[page] = nextPage;
    }

    int previous(int page) {
        return previous[page];
    }

    int next(int page) {
        return next[page];
    }

    void setPrevious(int page, int value) {
        previous[page] = value;
    }

    void setNext(int page, int value) {
        next[page] = value;
    }
}
