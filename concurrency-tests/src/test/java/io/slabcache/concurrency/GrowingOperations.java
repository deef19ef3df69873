package io.slabcache.concurrency;

import io.slabcache.store.engine.SmallEngines;
import io.slabcache.store.memory.Memory;
import io.slabcache.store.testing.HeapMemory;
import java.util.function.LongFunction;

/** A store with room, whose index is as full as it may be: the next inserts make both stripes' tables grow. */
public abstract class GrowingOperations extends StoreOperations {
    /** Keys from here on are there at the start and are never touched. */
    private static final int FIRST_FILLER = 1000;

    private static final int FILLERS = 900;
    private static final int PAGES = 40;

    GrowingOperations(LongFunction<Memory> allocation) {
        super(PAGES, allocation);
        fillTables(FIRST_FILLER, FILLERS);
    }

    @Override
    final int length(boolean large) {
        return large ? 40 : 20;
    }

    /** Over memory in the heap. */
    public static class InHeap extends GrowingOperations {
        public InHeap() {
            this(HeapMemory::new);
        }

        InHeap(LongFunction<Memory> allocation) {
            super(allocation);
        }
    }

    /** Over the memory that the engine uses. */
    public static final class OutsideHeap extends GrowingOperations {
        public OutsideHeap() {
            super(SmallEngines::memory);
        }
    }

    /** Knows that none of the keys is there at the start. */
    public static final class Verifier extends StoreHistoryVerifier {
        /**
         * Creates a verifier as Lincheck wants it.
         *
         * @param specification not used: the history decides
         */
        public Verifier(Class<?> specification) {
            super(KEYS_USED, KEYS_USED);
        }
    }
}
