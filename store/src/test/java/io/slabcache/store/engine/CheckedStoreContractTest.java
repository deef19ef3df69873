package io.slabcache.store.engine;

import io.slabcache.store.SlabStore;
import io.slabcache.store.testing.StoreContractTest;
import io.slabcache.store.testing.StoreSpec;

/** The engine keeps the contract without one access outside a live page. */
class CheckedStoreContractTest extends StoreContractTest {
    private static final int CAPACITY = 4 << 20;

    @Override
    protected SlabStore openStore(StoreSpec spec) {
        return CheckedStore.open(spec, CAPACITY);
    }

    @Override
    public int maxItemSize() {
        return CAPACITY / 8;
    }
}
