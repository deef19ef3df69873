package io.slabcache.store;

import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.StoreContractTest;
import io.slabcache.store.testing.StoreSpec;
import org.junit.jupiter.api.Nested;

/** The engine keeps the contract, whatever its capacity. */
class SlabStoreContractTest {
    /** The contract at one capacity. */
    abstract static class AtCapacity extends StoreContractTest {
        private final int mebibytes;

        AtCapacity(int mebibytes) {
            this.mebibytes = mebibytes;
        }

        @Override
        protected SlabStore openStore(StoreSpec spec) {
            return EngineStores.open(spec, (long) mebibytes << 20);
        }

        @Override
        public int maxItemSize() {
            return (mebibytes << 20) / 8;
        }
    }

    @Nested
    class At1MiB extends AtCapacity {
        At1MiB() {
            super(1);
        }
    }

    @Nested
    class At16MiB extends AtCapacity {
        At16MiB() {
            super(16);
        }
    }

    @Nested
    class At256MiB extends AtCapacity {
        At256MiB() {
            super(256);
        }
    }
}
