package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreStatistics;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The model test's machinery accepts a right store that evicts at will, and finds out a wrong one. */
class ModelRunTest {
    private static final int KEYS = 200;

    @Test
    void run_rightStoreThatEvicts_passes() {
        StoreStatistics statistics = run(false);
        assertThat(statistics.evicted()).isPositive();
        assertThat(statistics.expired()).isPositive();
    }

    @Test
    void run_storeThatLosesAnEntry_failsWithTheSeed() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> run(true))
                .withMessageContaining("seed=7");
    }

    private static StoreStatistics run(boolean losing) {
        return new ModelRun(7, KEYS, random -> random.nextInt(200), spec -> new Evicting(new HeapStore(spec), losing))
                .run(30_000);
    }

    /** Evicts one of the first keys it reads now and then. */
    private static final class Evicting extends ForwardingStore {
        private final SplittableRandom random = new SplittableRandom(1);
        private final HeapStore heap;
        private final boolean losing;

        Evicting(HeapStore heap, boolean losing) {
            super(heap);
            this.heap = heap;
            this.losing = losing;
        }

        @Override
        public @Nullable StoreItem get(byte[] key, int keyOffset, int keyLength) {
            if (random.nextInt(10) == 0) {
                heap.evict(key);
            }
            if (losing && random.nextInt(1000) == 0) {
                heap.delete(key);
            }
            return super.get(key, keyOffset, keyLength);
        }
    }
}
