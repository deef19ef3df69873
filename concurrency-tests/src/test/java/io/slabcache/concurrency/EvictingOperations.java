package io.slabcache.concurrency;

import io.slabcache.store.engine.SmallEngines;
import io.slabcache.store.memory.Memory;
import io.slabcache.store.testing.HeapMemory;
import java.util.function.LongFunction;

/** A store that is full: whatever is added pushes something out, and a value of another size takes a page away. */
public abstract class EvictingOperations extends StoreOperations {
    /** Keys 0 and 1 are absent at the start, the others fill the store. */
    static final int FIRST_FILLED = 2;

    static final int KEYS = 10;

    private static final int PAGES = 12;

    /** Two to a page. */
    private static final int USUAL_LENGTH = 1600;

    /** Of a class of its own. */
    private static final int LARGE_LENGTH = 400;

    EvictingOperations(LongFunction<Memory> allocation) {
        super(PAGES, allocation);
        fill(FIRST_FILLED, KEYS - 1);
    }

    @Override
    final int length(boolean large) {
        return large ? LARGE_LENGTH : USUAL_LENGTH;
    }

    /** Over memory in the heap. */
    public static class InHeap extends EvictingOperations {
        public InHeap() {
            this(HeapMemory::new);
        }

        InHeap(LongFunction<Memory> allocation) {
            super(allocation);
        }
    }

    /** Over the memory that the engine uses. */
    public static final class OutsideHeap extends EvictingOperations {
        public OutsideHeap() {
            super(SmallEngines::memory);
        }
    }

    /** Knows what is there at the start. */
    public static final class Verifier extends StoreHistoryVerifier {
        /**
         * Creates a verifier as Lincheck wants it.
         *
         * @param specification not used: the history decides
         */
        public Verifier(Class<?> specification) {
            super(FIRST_FILLED, KEYS);
        }
    }
}
