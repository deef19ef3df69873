package io.slabcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.StressRun;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several threads do everything at once in stores too small for their items: eviction, expiry, rebalancing, growth,
 * clear and close all happen, and no update is lost, no value torn, no entry resurrected, expired or double.
 */
class SlabStoreStressTest {
    private static final Duration BUILD_TIME = Duration.ofSeconds(8);
    private static final long LONG_OPERATIONS = 100_000_000;

    private long evicted;
    private long expired;
    private long cleared;
    private long pagesMoved;
    private long operations;

    @Test
    void allOperations_someSeconds_noViolation() throws InterruptedException {
        long seed = System.nanoTime();
        long deadline = seed + BUILD_TIME.toNanos();
        for (int life = 0; System.nanoTime() < deadline; life++) {
            live(seed, life, 400_000);
        }
        assertEverythingHappened();
    }

    @Test
    @Tag("long")
    void allOperations_hundredMillion_noViolation() throws InterruptedException {
        long seed = System.nanoTime();
        for (int life = 0; operations < LONG_OPERATIONS; life++) {
            live(seed, life, 1_000_000);
        }
        assertEverythingHappened();
    }

    /** One life of a store; every third is ended under the threads' hands. */
    private void live(long seed, int life, long count) throws InterruptedException {
        long capacity = (long) (1 + life % 4) << 20;
        int keys = 4000 * (1 + life % 3);
        StressRun.End end = life % 3 == 2 ? StressRun.End.IN_FLIGHT : StressRun.End.AT_REST;
        StressRun.Result result =
                new StressRun(seed + life, keys, count, end, spec -> EngineStores.openMaintained(spec, capacity)).run();
        assertThat(result.violations())
                .as("violations: seed=%d, life=%d, capacity=%d, keys=%d, end=%s", seed, life, capacity, keys, end)
                .isEmpty();
        assertThat(result.outOfMemory()).as("writes without room").isLessThan(count / 20);
        operations += count;
        StoreStatistics statistics = result.statistics();
        if (statistics != null) {
            evicted += statistics.evicted();
            expired += statistics.expired();
            cleared += statistics.cleared();
            pagesMoved += statistics.pagesMoved();
        }
    }

    private void assertEverythingHappened() {
        assertThat(evicted).as("evicted").isPositive();
        assertThat(expired).as("expired").isPositive();
        assertThat(cleared).as("cleared").isPositive();
        assertThat(pagesMoved).as("pages moved").isPositive();
    }
}
