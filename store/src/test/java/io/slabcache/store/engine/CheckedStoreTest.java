package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.CapacityException;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreSettings;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.testing.CheckedMemory;
import io.slabcache.store.testing.ManualClock;
import io.slabcache.store.testing.ModelRun;
import io.slabcache.store.testing.StoreFixture;
import io.slabcache.store.testing.StoreSpec;
import io.slabcache.store.testing.StressRun;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine at work over memory that fails on every access outside a live page. */
class CheckedStoreTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void mixedItems_evictedAndExpired_staysInLivePages() {
        StoreStatistics statistics = new ModelRun(
                        1,
                        2000,
                        random -> random.nextInt(1 << (2 + random.nextInt(random.nextInt(20) == 0 ? 15 : 10))),
                        spec -> CheckedStore.open(spec, MEBIBYTE))
                .run(40_000);
        assertThat(statistics.evicted()).isPositive();
        assertThat(statistics.expired()).isPositive();
    }

    @Test
    void allOperations_ofSeveralThreads_stayInLivePages() throws InterruptedException {
        long seed = System.nanoTime();
        for (int life = 0; life < 3; life++) {
            long capacity = (1 + life) * MEBIBYTE;
            StressRun.End end = life == 2 ? StressRun.End.IN_FLIGHT : StressRun.End.AT_REST;
            StressRun.Result result = new StressRun(
                            seed + life, 8000, 200_000, end, spec -> CheckedStore.openMaintained(spec, capacity))
                    .run();
            assertThat(result.violations())
                    .as("violations: seed=%d, life=%d", seed, life)
                    .isEmpty();
        }
    }

    @Test
    void memory_refusedByTheMachine_isAStoreThatIsFull() {
        try (CheckedStore store = CheckedStore.open(new StoreSpec(new ManualClock()), 16 * MEBIBYTE)) {
            store.memory().giveNoMoreThan(20);
            byte[] value = StoreFixture.bytes(1000, 1);
            for (int i = 0; i < 5000; i++) {
                assertThat(store.set(StoreFixture.key("k" + i), value, SlabStore.NO_EXPIRY))
                        .isEqualTo(StoreOutcome.DONE);
            }
            StoreStatistics full = store.statistics();
            assertThat(full.evicted()).isPositive();
            assertThat(full.pages() - full.freePages()).isBetween(15, 21);

            store.memory().giveNoMoreThan(Integer.MAX_VALUE);
            for (int i = 0; i < 5000; i++) {
                store.set(StoreFixture.key("l" + i), value, SlabStore.NO_EXPIRY);
            }
            assertThat(store.statistics().items()).isGreaterThan(2 * full.items());
        }
    }

    @Test
    void open_noPageFromTheMachine_isACapacityException() {
        StoreSettings settings =
                new StoreSettings("refused", MEBIBYTE, 0, 0, 0, 0, true, new ManualClock(), null, null, Set.of());
        assertThatThrownBy(() -> SlabEngine.open(settings, (capacity, pageSize) -> {
                    CheckedMemory memory = new CheckedMemory(capacity, pageSize);
                    memory.giveNoMoreThan(0);
                    return memory;
                }))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("first page");
    }
}
