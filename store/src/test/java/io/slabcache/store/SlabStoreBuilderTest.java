package io.slabcache.store;

import static io.slabcache.store.SlabStoreBuilder.MIN_ITEM_OVERHEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlabStoreBuilderTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "27, 8", "-1, 8", "28, -1"})
    void itemOverhead_lessThanTheStoresOwn_isRefused(int plain, int clientFlags) {
        SlabStoreBuilder builder = SlabStore.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.itemOverhead(plain, clientFlags))
                .withMessageContainingAll("plain=" + plain, "clientFlags=" + clientFlags, "least=" + MIN_ITEM_OVERHEAD);
    }

    @Test
    void itemOverhead_another_countsAgainstTheLimit() {
        int limit = 1000;
        int overhead = 100;
        byte[] key = {1};
        try (SlabStore store = SlabStore.builder()
                .capacity(SlabStoreBuilder.MIN_CAPACITY)
                .maxItemSize(limit)
                .itemOverhead(overhead, 0)
                .build()) {
            assertThat(store.set(key, new byte[limit - overhead - key.length], SlabStore.NO_EXPIRY))
                    .isEqualTo(StoreOutcome.DONE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.checkItemLength(key.length, limit - overhead - key.length + 1))
                    .withMessageContaining("size=" + (limit + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, SlabStoreBuilder.MIN_CAPACITY - 1, SlabStoreBuilder.MAX_CAPACITY + 1, Long.MAX_VALUE})
    void build_capacityOutOfRange_isRefused(long capacity) {
        SlabStoreBuilder builder = SlabStore.builder().capacity(capacity);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("capacity=" + capacity);
    }
}
