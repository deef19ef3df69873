package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.testing.ManualClock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store from which nothing is evicted: what was stored stays, and what needs room fails. */
final class NoEvictionTest {
    private final ManualClock clock = new ManualClock();
    private final SlabStore store = SlabStore.builder()
            .name("no eviction")
            .capacity(8 << 20)
            .clock(clock)
            .evicts(false)
            .build();

    @AfterEach
    void close() {
        store.close();
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(16).putLong(8, number).array();
    }

    private static byte[] value(long number, int length) {
        byte[] value = new byte[length];
        Arrays.fill(value, (byte) number);
        return value;
    }

    /** Stores items until one finds no room; returns how many there are. */
    private int fill(int first, int length, long expiryMillis) {
        int number = first;
        while (store.set(key(number), value(number, length), expiryMillis) == StoreOutcome.DONE) {
            number++;
        }
        return number - first;
    }

    private void assertPresent(int first, int count, int length) {
        for (int number = first; number < first + count; number++) {
            assertThat(store.getValue(key(number))).as("%s", number).isEqualTo(value(number, length));
        }
        assertThat(store.statistics().evicted()).isZero();
    }

    @Test
    void write_noRoom_failsAndNothingGoes() {
        int items = fill(0, 200, SlabStore.NO_EXPIRY);
        assertThat(items).isGreaterThan(20_000);
        assertThat(store.set(key(items + 1), value(1, 5000), SlabStore.NO_EXPIRY))
                .isEqualTo(StoreOutcome.OUT_OF_MEMORY);
        assertThat(store.reserve(key(items + 1), 0, 16, 100_000, SlabStore.NO_EXPIRY, 0))
                .isNull();
        store.maintain();
        assertPresent(0, items, 200);
    }

    @Test
    void write_itemsDeleted_othersTakeTheirRoom() {
        int items = fill(0, 200, SlabStore.NO_EXPIRY);
        for (int number = 0; number < items; number += 2) {
            assertThat(store.delete(key(number))).isTrue();
        }
        // items of another size need whole pages, which are emptied by moving what is left
        int large = fill(items + 1, 20_000, SlabStore.NO_EXPIRY);
        assertThat(large).isGreaterThan(100);
        for (int number = 1; number < items; number += 2) {
            assertPresent(number, 1, 200);
        }
        assertPresent(items + 1, large, 20_000);
    }

    @Test
    void write_itemsExpired_othersTakeTheirRoom() {
        int items = fill(0, 200, clock.in(1000));
        clock.advance(1000);
        store.maintain();
        int again = fill(items + 1, 3000, SlabStore.NO_EXPIRY);
        assertThat(again).isGreaterThan(1500);
        assertPresent(items + 1, again, 3000);
    }
}
