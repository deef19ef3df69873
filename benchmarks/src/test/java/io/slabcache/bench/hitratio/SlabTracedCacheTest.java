package io.slabcache.bench.hitratio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlabTracedCacheTest {
    private static final long CAPACITY = 32L << 20;
    private static final int SMALL = 100;
    private static final int LARGE = 1000;
    private static final int SECONDS = 40;

    @Test
    void clock_requests_areItsTime() {
        TraceClock clock = new TraceClock();
        long begin = clock.millis();
        for (int i = 0; i < 2 * TraceClock.REQUESTS_PER_SECOND; i++) {
            clock.request();
        }

        assertThat(clock.millis() - begin).isEqualTo(2000);
    }

    @Test
    void request_otherSizesThanBefore_movesAPageASecondToThem() {
        try (SlabTracedCache cache = SlabTracedCache.of(new Room(Room.Kind.BYTES, 0, CAPACITY, 0))) {
            int key = 0;
            while (key < CAPACITY / SMALL) {
                cache.request(HitRatioRun.spread(key++), SMALL);
            }
            long before = cache.pagesMoved();

            for (int i = 0; i < SECONDS * TraceClock.REQUESTS_PER_SECOND; i++) {
                // few of the small values are asked for again, and no large one
                if (i % 10 == 0) {
                    cache.request(HitRatioRun.spread(i % 1000), SMALL);
                } else {
                    cache.request(HitRatioRun.spread(key++), LARGE);
                }
            }

            assertThat(cache.pagesMoved() - before).isGreaterThan(SECONDS / 4);
        }
    }
}
