package io.slabcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.ModelRun;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine and the reference model do the same, operation by operation. A failure names the seed that repeats it. */
class SlabStoreModelTest {
    private static final long MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void smallItems_capacityUsedUp_storeIsTheModel(long seed) {
        StoreStatistics statistics = new ModelRun(
                        seed, 20_000, SlabStoreModelTest::small, spec -> EngineStores.open(spec, MEBIBYTE))
                .run(60_000);
        assertThat(statistics.evicted()).isPositive();
        assertThat(statistics.expired()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mixedItems_acrossClassesAndChained_storeIsTheModel(long seed) {
        StoreStatistics statistics = new ModelRun(
                        seed, 2000, SlabStoreModelTest::mixed, spec -> EngineStores.open(spec, MEBIBYTE))
                .run(40_000);
        assertThat(statistics.evicted()).isPositive();
        assertThat(statistics.expired()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void largeItems_allChained_storeIsTheModel(long seed) {
        StoreStatistics statistics = new ModelRun(
                        seed,
                        100,
                        random -> 20_000 + random.nextInt(90_000),
                        spec -> EngineStores.open(spec, 4 * MEBIBYTE))
                .run(5000);
        assertThat(statistics.evicted()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void smallItems_roomForAll_storeIsTheModelAndNothingIsEvicted(long seed) {
        StoreStatistics statistics = new ModelRun(
                        seed, 20_000, SlabStoreModelTest::small, spec -> EngineStores.open(spec, 32 * MEBIBYTE))
                .run(60_000);
        assertThat(statistics.evicted()).isZero();
        assertThat(statistics.rejected()).isZero();
    }

    @Test
    @Tag("long")
    void allMixes_manySeeds_storeIsTheModel() {
        for (long seed = 1000; seed < 1100; seed++) {
            new ModelRun(seed, 20_000, SlabStoreModelTest::small, spec -> EngineStores.open(spec, MEBIBYTE))
                    .run(200_000);
            new ModelRun(seed, 2000, SlabStoreModelTest::mixed, spec -> EngineStores.open(spec, MEBIBYTE)).run(100_000);
        }
    }

    private static int small(SplittableRandom random) {
        return random.nextInt(random.nextBoolean() ? 120 : 12);
    }

    /** Every order of size up to chained ones, the small ones most. */
    private static int mixed(SplittableRandom random) {
        return random.nextInt(1 << (2 + random.nextInt(random.nextInt(20) == 0 ? 15 : 10)));
    }
}
