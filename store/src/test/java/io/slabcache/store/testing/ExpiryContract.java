package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.StoreOutcome.DONE;
import static io.slabcache.store.StoreOutcome.EXISTS;
import static io.slabcache.store.StoreOutcome.NOT_FOUND;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static io.slabcache.store.testing.StoreFixture.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.WriteMode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expiry to the millisecond, by access and by the sweep. */
public interface ExpiryContract extends StoreFixture {
    @ParameterizedTest
    @EnumSource(WriteWay.class)
    default void expiry_aMillisecondBefore_presentThenAbsent(WriteWay way) {
        byte[] key = key("k");
        way.write(store(), WriteMode.SET, 0, key, bytes(20, 1), clock().in(1000), 0);
        assertThat(store().contains(key)).isTrue();
        clock().advance(999);
        assertThat(store().getValue(key)).isEqualTo(bytes(20, 1));
        clock().advance(1);
        assertThat(store().get(key)).isNull();
        assertThat(store().contains(key)).isFalse();
    }

    @Test
    default void expiry_never_itemOutlivesAllOthers() {
        store().set(key("forever"), bytes(20, 1), NO_EXPIRY);
        store().set(key("ages"), bytes(20, 2), NO_EXPIRY - 1);
        clock().advance(TimeUnit.DAYS.toMillis(36_500));
        sweep(store());
        assertThat(present(store(), key("forever")).expiryMillis()).isEqualTo(NO_EXPIRY);
        assertThat(store().getValue(key("ages"))).isEqualTo(bytes(20, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1, ManualClock.START - 1, ManualClock.START})
    default void expiry_hasComeAlready_writeRemovesTheItem(long past) {
        byte[] key = key("k");
        for (WriteWay way : WriteWay.values()) {
            for (WriteMode mode : new WriteMode[] {WriteMode.SET, WriteMode.REPLACE}) {
                store().set(key, bytes(20, 1), NO_EXPIRY);
                assertThat(way.write(store(), mode, 0, key, bytes(30, 2), past, 0))
                        .isEqualTo(DONE);
                assertThat(store().contains(key)).isFalse();
                assertThat(store().size()).isZero();
            }
            store().set(key, bytes(20, 1), NO_EXPIRY);
            long token = present(store(), key).casToken();
            assertThat(way.write(store(), WriteMode.SET, token + 1, key, bytes(30, 2), past, 0))
                    .isEqualTo(EXISTS);
            assertThat(way.write(store(), WriteMode.ADD, 0, key, bytes(30, 2), past, 0))
                    .isEqualTo(EXISTS);
            assertThat(store().getValue(key)).isEqualTo(bytes(20, 1));
            assertThat(way.write(store(), WriteMode.SET, token, key, bytes(30, 2), past, 0))
                    .isEqualTo(DONE);
            assertThat(store().contains(key)).isFalse();
            assertThat(way.write(store(), WriteMode.SET, token, key, bytes(30, 2), past, 0))
                    .isEqualTo(NOT_FOUND);
            assertThat(way.write(store(), WriteMode.REPLACE, 0, key, bytes(30, 2), past, 0))
                    .isEqualTo(NOT_FOUND);
            assertThat(way.write(store(), WriteMode.ADD, 0, key, bytes(30, 2), past, 0))
                    .isEqualTo(DONE);
            assertThat(way.write(store(), WriteMode.SET, 0, key, bytes(30, 2), past, 0))
                    .isEqualTo(DONE);
            assertThat(store().contains(key)).isFalse();
            assertThat(store().size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, ManualClock.START - 1, ManualClock.START})
    default void touch_timeHasComeAlready_removesTheItem(long past) {
        byte[] key = key("k");
        store().set(key, bytes(20, 1), NO_EXPIRY);
        long token = present(store(), key).casToken();
        assertThat(store().touch(key, 0, 1, token + 1, past)).isEqualTo(EXISTS);
        assertThat(store().contains(key)).isTrue();
        assertThat(store().touch(key, 0, 1, token, past)).isEqualTo(DONE);
        assertThat(store().contains(key)).isFalse();
        assertThat(store().size()).isZero();
        assertThat(store().touch(key, 0, 1, 0, past)).isEqualTo(NOT_FOUND);
    }

    @Test
    default void touch_longerAndShorter_theLastTimeCounts() {
        byte[] key = key("k");
        store().set(key, bytes(20, 1), clock().in(10));
        store().touch(key, clock().in(100));
        clock().advance(50);
        sweep(store());
        assertThat(store().contains(key)).isTrue();
        store().touch(key, clock().in(10));
        clock().advance(9);
        sweep(store());
        assertThat(store().contains(key)).isTrue();
        clock().advance(1);
        assertThat(store().contains(key)).isFalse();
        assertThat(store().touch(key, NO_EXPIRY)).isFalse();
    }

    @Test
    default void touch_toNever_outlivesTheSweep() {
        store().set(key("k"), bytes(20, 1), clock().in(10));
        store().touch(key("k"), NO_EXPIRY);
        clock().advance(1_000_000);
        sweep(store());
        assertThat(present(store(), key("k")).expiryMillis()).isEqualTo(NO_EXPIRY);
    }

    @Test
    default void write_overAnItemThatWouldExpire_hasItsOwnTime() {
        store().set(key("a"), bytes(20, 1), clock().in(10));
        store().set(key("a"), bytes(20, 2), NO_EXPIRY);
        store().set(key("b"), bytes(20, 1), NO_EXPIRY);
        store().set(key("b"), bytes(20, 2), clock().in(10));
        clock().advance(10);
        sweep(store());
        assertThat(store().contains(key("a"))).isTrue();
        assertThat(store().contains(key("b"))).isFalse();
    }

    @Test
    default void write_overAnExpiredItem_isAFirstWrite() {
        store().set(key("k"), bytes(20, 1), clock().in(10));
        clock().advance(10);
        assertThat(store().replace(key("k"), bytes(20, 2), NO_EXPIRY)).isEqualTo(NOT_FOUND);
        assertThat(store().add(key("k"), bytes(20, 2), NO_EXPIRY)).isEqualTo(DONE);
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(20, 2));
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    default void sweep_afterEachStepOfTime_removesWhatIsDueAndNothingElse() {
        int count = 1000;
        for (int i = 0; i < count; i++) {
            store().set(key("key" + i), bytes(i % 50, i), i % 10 == 9 ? NO_EXPIRY : clock().in(100L * (i % 10 + 1)));
        }
        for (int step = 1; step <= 9; step++) {
            clock().advance(100);
            sweep(store());
            assertThat(store().size()).as("after step %d", step).isEqualTo(count - step * (count / 10));
        }
        for (int i = 0; i < count; i++) {
            assertThat(store().contains(key("key" + i))).isEqualTo(i % 10 == 9);
        }
        assertThat(store().statistics().expired()).isEqualTo(900);
    }

    @Test
    default void sweep_itemsOfEverySize_givesTheirRoomBack() {
        int longest = maxItemSize() - HEADER_ROOM - 10;
        for (int round = 0; round < 20; round++) {
            for (int length = 1; length <= longest; length = length * 3 + 1) {
                byte[] key = key("k" + length);
                assertThat(store().set(key, bytes(length, round), clock().in(10)))
                        .as("round %d, %d bytes", round, length)
                        .isEqualTo(DONE);
                assertThat(store().getValue(key)).isEqualTo(bytes(length, round));
            }
            clock().advance(10);
            sweep(store());
            assertThat(store().size()).isZero();
            assertThat(store().statistics().payloadBytes()).isZero();
        }
    }
}
