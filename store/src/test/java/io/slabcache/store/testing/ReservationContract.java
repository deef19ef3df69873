package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.StoreOutcome.DONE;
import static io.slabcache.store.StoreOutcome.EXISTS;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.Reservation;
import io.slabcache.store.StoreItem;
import io.slabcache.store.ValueLengthException;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reservations: filled in pieces, committed once or not at all. */
public interface ReservationContract extends StoreFixture {
    @ParameterizedTest
    @EnumSource(BufferKind.class)
    default void fill_inPiecesOfAnyKind_commitsTheWhole(BufferKind kind) {
        int length = maxItemSize() / 2;
        byte[] value = bytes(length, 1);
        try (Reservation reservation = reserve("k", length, NO_EXPIRY)) {
            int filled = 0;
            for (int piece = 1; filled < length; piece = piece * 2 + 1) {
                int size = Math.min(piece, length - filled);
                assertThat(reservation.remaining()).isEqualTo(length - filled);
                byte[] part = new byte[size];
                System.arraycopy(value, filled, part, 0, size);
                ByteBuffer source = kind.of(part);
                int limit = source.limit();
                reservation.fill(source);
                assertThat(source.hasRemaining()).isFalse();
                assertThat(source.limit()).isEqualTo(limit);
                filled += size;
            }
            assertThat(reservation.remaining()).isZero();
            assertThat(store().contains(key("k"))).as("seen before the commit").isFalse();
            assertThat(reservation.commit(WriteMode.ADD, 0)).isEqualTo(DONE);
            StoreItem item = present(store(), key("k"));
            assertThat(item.value()).isEqualTo(value);
            assertThat(item.casToken()).isEqualTo(reservation.casToken());
        }
        assertThat(store().contains(key("k"))).as("there after the close").isTrue();
    }

    @Test
    default void fill_fromRangesOfArrays_commitsTheWhole() {
        byte[] value = bytes(1000, 1);
        try (Reservation reservation = reserve("k", 1000, clock().in(50))) {
            for (int i = 0; i < 1000; i += 100) {
                reservation.fill(value, i, 100);
            }
            reservation.fill(value, 1000, 0);
            reservation.fill(ByteBuffer.allocate(0));
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(present(store(), key("k")).value()).isEqualTo(value);
        assertThat(present(store(), key("k")).expiryMillis()).isEqualTo(clock().in(50));
    }

    @Test
    default void commit_emptyValue_needsNoFill() {
        try (Reservation reservation = reserve("k", 0, NO_EXPIRY)) {
            assertThat(reservation.remaining()).isZero();
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(store().getValue(key("k"))).isEmpty();
    }

    @Test
    default void fill_moreThanRemains_throwsAndTakesNothing() {
        try (Reservation reservation = reserve("k", 10, NO_EXPIRY)) {
            reservation.fill(bytes(10, 1), 0, 4);
            assertThatThrownBy(() -> reservation.fill(bytes(10, 2), 0, 7))
                    .isInstanceOf(ValueLengthException.class)
                    .hasMessageContainingAll("7", "6");
            ByteBuffer source = ByteBuffer.wrap(bytes(10, 2));
            assertThatThrownBy(() -> reservation.fill(source))
                    .isInstanceOf(ValueLengthException.class)
                    .hasMessageContainingAll("10", "6");
            assertThat(source.position()).isZero();
            assertThat(reservation.remaining()).isEqualTo(6);
            reservation.fill(bytes(10, 1), 4, 6);
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(10, 1));
    }

    @Test
    default void fill_rangeOutsideOfTheArray_throwsAndTakesNothing() {
        try (Reservation reservation = reserve("k", 10, NO_EXPIRY)) {
            for (int[] range : new int[][] {{-1, 2}, {0, 11}, {6, 5}, {11, 0}, {1, Integer.MAX_VALUE}, {2, -1}}) {
                assertThatThrownBy(() -> reservation.fill(new byte[10], range[0], range[1]))
                        .as("offset %d, length %d", range[0], range[1])
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThat(reservation.remaining()).isEqualTo(10);
        }
    }

    @Test
    default void commit_bytesMissing_throwsAndStaysOpen() {
        try (Reservation reservation = reserve("k", 10, NO_EXPIRY)) {
            reservation.fill(bytes(10, 1), 0, 9);
            assertThatThrownBy(() -> reservation.commit(WriteMode.SET, 0))
                    .isInstanceOf(ValueLengthException.class)
                    .hasMessageContainingAll("10", "1");
            assertThat(store().contains(key("k"))).isFalse();
            reservation.fill(bytes(10, 1), 9, 1);
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(10, 1));
    }

    @Test
    default void abort_halfFilled_leavesNoTraceAndThePresentItem() {
        store().set(key("k"), bytes(10, 1), NO_EXPIRY);
        Reservation reservation = reserve("k", 100, NO_EXPIRY);
        reservation.fill(bytes(50, 2), 0, 50);
        reservation.abort();
        reservation.abort();
        reservation.close();
        assertThat(reservation.casToken()).isZero();
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(10, 1));
        assertThat(store().size()).isEqualTo(1);
        assertEnded(reservation);
    }

    @Test
    default void commit_twice_throwsAndKeepsTheItem() {
        Reservation reservation = reserve("k", 0, NO_EXPIRY);
        assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        assertEnded(reservation);
        reservation.abort();
        reservation.close();
        assertThat(store().contains(key("k"))).isTrue();
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    default void commit_refused_endsTheReservation() {
        store().set(key("k"), bytes(10, 1), NO_EXPIRY);
        Reservation reservation = reserve("k", 0, NO_EXPIRY);
        assertThat(reservation.commit(WriteMode.ADD, 0)).isEqualTo(EXISTS);
        assertThat(reservation.casToken()).isZero();
        assertEnded(reservation);
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(10, 1));
    }

    @Test
    default void commit_timeHasComeSinceReserved_removesTheItem() {
        store().set(key("k"), bytes(10, 1), NO_EXPIRY);
        try (Reservation reservation = reserve("k", 5, clock().in(10))) {
            reservation.fill(bytes(5, 2), 0, 5);
            clock().advance(10);
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(store().contains(key("k"))).isFalse();
        assertThat(store().size()).isZero();
    }

    @Test
    default void commit_storeClearedSinceReserved_itemIsThere() {
        try (Reservation reservation = reserve("k", 5, NO_EXPIRY)) {
            reservation.fill(bytes(5, 2), 0, 5);
            store().clear();
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(5, 2));
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    default void reservations_severalOfOneKey_theLastCommittedWins() {
        List<Reservation> reservations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Reservation reservation = reserve("k", 10, NO_EXPIRY);
            reservation.fill(bytes(10, i), 0, 10);
            reservations.add(reservation);
        }
        for (int i = 4; i >= 0; i--) {
            assertThat(reservations.get(i).commit(WriteMode.SET, 0)).isEqualTo(DONE);
            assertThat(store().getValue(key("k"))).isEqualTo(bytes(10, i));
        }
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    default void reserve_keyArrayChangedAfterwards_itemHasTheKeyAsItWas() {
        byte[] key = key("before");
        try (Reservation reservation = Objects.requireNonNull(store().reserve(key, 0, key.length, 0, NO_EXPIRY, 0))) {
            System.arraycopy(key("after!"), 0, key, 0, 6);
            assertThat(reservation.commit(WriteMode.SET, 0)).isEqualTo(DONE);
        }
        assertThat(store().contains(key("before"))).isTrue();
        assertThat(store().contains(key("after!"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 40_000})
    default void abort_manyTimes_leaksNoRoom(int length) {
        long used = -1;
        for (int i = 0; i < 2000; i++) {
            try (Reservation reservation = reserve("k", length, NO_EXPIRY)) {
                reservation.fill(bytes(length, 1), 0, length);
            }
            if (i == 0) {
                used = store().statistics().usedBytes();
            }
        }
        assertThat(store().statistics().usedBytes()).isEqualTo(used);
        assertThat(store().size()).isZero();
    }

    private Reservation reserve(String key, int length, long expiry) {
        Reservation reservation = store().reserve(key(key), 0, key(key).length, length, expiry, 0);
        assertThat(reservation).isNotNull();
        return Objects.requireNonNull(reservation);
    }

    private static void assertEnded(Reservation reservation) {
        assertThatThrownBy(() -> reservation.commit(WriteMode.SET, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reservation.fill(new byte[1], 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reservation.fill(ByteBuffer.allocate(0))).isInstanceOf(IllegalStateException.class);
    }
}
