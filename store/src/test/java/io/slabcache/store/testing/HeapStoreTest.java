package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.SlabStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference model keeps the contract. */
class HeapStoreTest extends StoreContractTest {
    @Override
    protected SlabStore openStore(StoreSpec spec) {
        return new HeapStore(spec);
    }

    @Override
    public int maxItemSize() {
        return HeapStore.DEFAULT_MAX_ITEM_SIZE;
    }

    @Test
    void evict_presentKey_removesItAndTells() {
        List<RemovalCause> told = new ArrayList<>();
        HeapStore store =
                new HeapStore(spec().withListener((key, item, cause) -> told.add(cause), RemovalCause.EVICTED));
        store.set(StoreFixture.key("k"), new byte[3], NO_EXPIRY);
        assertThat(store.evict(StoreFixture.key("k"))).isTrue();
        assertThat(store.evict(StoreFixture.key("k"))).isFalse();
        assertThat(store.contains(StoreFixture.key("k"))).isFalse();
        assertThat(told).containsExactly(RemovalCause.EVICTED);
        assertThat(store.statistics().evicted()).isEqualTo(1);
        assertThat(store.statistics().payloadBytes()).isZero();
    }
}
