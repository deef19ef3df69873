package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static io.slabcache.store.testing.StoreFixture.sweep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slabcache.store.StoreResult;
import io.slabcache.store.StoreStatistics;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Counters and sizes. */
public interface StatisticsContract extends StoreFixture {
    @Test
    default void statistics_newStore_areAllZero() {
        StoreStatistics statistics = store().statistics();
        assertThat(statistics.items()).isZero();
        assertThat(statistics.payloadBytes()).isZero();
        assertThat(statistics.hits() + statistics.misses() + statistics.writes() + statistics.deletes())
                .isZero();
        assertThat(statistics.evicted() + statistics.expired() + statistics.cleared() + statistics.rejected())
                .isZero();
        assertThat(statistics.hitRatio()).isZero();
        assertThat(statistics.expiryLagMillis()).isZero();
        assertThat(statistics.capacity()).isPositive();
    }

    @Test
    default void statistics_reads_countHitsAndMisses() {
        byte[] there = key("there");
        byte[] none = key("none");
        store().set(there, bytes(10, 1), NO_EXPIRY);
        for (byte[] key : new byte[][] {there, there, there, none}) {
            store().get(key);
            store().get(ByteBuffer.wrap(key));
            store().getValue(key);
            store().getInto(key, 0, key.length, new byte[10], 0, 10);
            store().getInto(ByteBuffer.wrap(key), ByteBuffer.allocate(10));
        }
        StoreStatistics statistics = store().statistics();
        assertThat(statistics.hits()).isEqualTo(15);
        assertThat(statistics.misses()).isEqualTo(5);
        assertThat(statistics.hitRatio()).isCloseTo(0.75, within(1e-9));
    }

    @Test
    default void statistics_readThatDoesNotFit_countsWhenItIsRepeated() {
        byte[] key = key("k");
        store().set(key, bytes(10, 1), NO_EXPIRY);
        StoreResult result = new StoreResult();
        store().getInto(key, 0, key.length, new byte[9], 0, 9);
        store().getInto(ByteBuffer.wrap(key), ByteBuffer.allocate(9));
        store().getInto(key, 0, key.length, ByteBuffer.allocate(9), result);
        store().getIntoAndTouch(key, 0, key.length, NO_EXPIRY, ByteBuffer.allocate(9), result);
        assertThat(store().statistics().hits()).isZero();
        store().getInto(key, 0, key.length, ByteBuffer.allocate(10), result);
        store().getIntoAndTouch(key, 0, key.length, NO_EXPIRY, ByteBuffer.allocate(10), result);
        assertThat(store().statistics().hits()).isEqualTo(2);
        // the length alone is asked for
        store().getInto(key, 0, key.length, ByteBuffer.allocate(0), result);
        assertThat(store().statistics().hits()).isEqualTo(3);
        assertThat(store().statistics().misses()).isZero();
    }

    @Test
    default void statistics_writes_countWhatWasStored() {
        byte[] key = key("k");
        store().set(key, bytes(10, 1), NO_EXPIRY);
        store().set(key, bytes(1000, 1), NO_EXPIRY);
        store().add(key, bytes(10, 1), NO_EXPIRY);
        store().add(key("other"), bytes(20, 1), NO_EXPIRY);
        store().replace(key("none"), bytes(10, 1), NO_EXPIRY);
        store().replace(key, bytes(30, 1), NO_EXPIRY);
        long token = present(store(), key).casToken();
        store().compareAndSet(key, token + 1, bytes(10, 1), NO_EXPIRY);
        store().compareAndSet(key, token, bytes(40, 1), NO_EXPIRY);
        StoreStatistics statistics = store().statistics();
        assertThat(statistics.writes()).isEqualTo(5);
        assertThat(statistics.items()).isEqualTo(2);
        assertThat(statistics.payloadBytes()).isEqualTo(1 + 40 + 5 + 20);
        assertThat(statistics.usedBytes()).isGreaterThanOrEqualTo(statistics.payloadBytes());
    }

    @Test
    default void statistics_removals_countEachVerbApart() {
        for (int i = 0; i < 100; i++) {
            store().set(key("key" + i), bytes(10, i), i < 30 ? clock().in(10) : NO_EXPIRY);
        }
        for (int i = 90; i < 100; i++) {
            store().delete(key("key" + i));
            store().delete(key("key" + i));
        }
        clock().advance(10);
        for (int i = 0; i < 10; i++) {
            store().get(key("key" + i));
        }
        assertThat(store().statistics().expired()).isBetween(10L, 30L);
        sweep(store());
        StoreStatistics before = store().statistics();
        assertThat(before.deletes()).isEqualTo(10);
        assertThat(before.expired()).isEqualTo(30);
        assertThat(before.misses()).isEqualTo(10);
        assertThat(before.items()).isEqualTo(60);
        assertThat(before.cleared()).isZero();
        assertThat(before.evicted()).isZero();
        store().clear();
        StoreStatistics after = store().statistics();
        assertThat(after.cleared()).isEqualTo(60);
        assertThat(after.items()).isZero();
        assertThat(after.payloadBytes()).isZero();
        assertThat(after.deletes()).isEqualTo(10);
        assertThat(after.expired()).isEqualTo(30);
        assertThat(after.evicted()).isZero();
    }

    @Test
    default void statistics_clearedItemsReclaimed_countersStayRight() {
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 100; i++) {
                store().set(key("key" + i), bytes(10, i), clock().in(10));
            }
            store().clear();
            store().set(key("survivor"), bytes(10, 1), NO_EXPIRY);
            clock().advance(10);
            sweep(store());
            for (int i = 0; i < 100; i++) {
                store().get(key("key" + i));
            }
            StoreStatistics statistics = store().statistics();
            assertThat(statistics.items()).isEqualTo(1);
            assertThat(statistics.payloadBytes()).isEqualTo(18);
            assertThat(statistics.cleared()).isEqualTo(100L * round + round - 1);
            assertThat(statistics.expired()).isZero();
            assertThat(statistics.evicted()).isZero();
        }
    }

    @Test
    default void size_countsLiveItemsAndThoseNobodyHasMet() {
        for (int i = 0; i < 50; i++) {
            store().set(key("key" + i), bytes(10, i), clock().in(i % 2 == 0 ? 10 : 1000));
        }
        assertThat(store().size()).isEqualTo(50);
        clock().advance(10);
        sweep(store());
        assertThat(store().size()).isEqualTo(25);
        assertThat(store().statistics().items()).isEqualTo(25);
    }
}
