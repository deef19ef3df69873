package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.MISS;
import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.StoreOutcome.DONE;
import static io.slabcache.store.StoreOutcome.EXISTS;
import static io.slabcache.store.StoreOutcome.NOT_A_COUNTER;
import static io.slabcache.store.StoreOutcome.NOT_FOUND;
import static io.slabcache.store.StoreOutcome.TOO_LARGE;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.CounterMode;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that make a present item into another one: concatenation, counting, reading with a touch. */
public interface UpdateContract extends StoreFixture {
    private void put(byte[] key, byte[] value, long expiry, int flags) {
        assertThat(store().write(WriteMode.SET, 0, key, 0, key.length, value, 0, value.length, expiry, flags))
                .isEqualTo(DONE);
    }

    private StoreOutcome count(CounterMode mode, long token, byte[] key, long delta, StoreResult result) {
        return store().count(mode, token, key, 0, key.length, delta, result);
    }

    @ParameterizedTest
    @EnumSource(
            value = WriteMode.class,
            names = {"APPEND", "PREPEND"})
    default void concatenate_present_addsAndKeepsExpiryAndFlags(WriteMode mode) {
        // across size classes, from one chunk to chained ones
        List<Integer> lengths = List.of(0, 1, 7, 8, 100, 3000, 40_000, maxItemSize() / 3);
        for (WriteWay way : WriteWay.values()) {
            for (int flags : new int[] {0, 77}) {
                for (int oldLength : lengths) {
                    for (int pieceLength : lengths) {
                        byte[] key = key(way + "/" + flags + "/" + oldLength + "/" + pieceLength);
                        byte[] old = bytes(oldLength, 1);
                        byte[] piece = bytes(pieceLength, 2);
                        long expiry = clock().in(1000 + oldLength);
                        put(key, old, expiry, flags);
                        long token = present(store(), key).casToken();

                        assertThat(way.write(store(), mode, 0, key, piece, clock().in(-1), 99))
                                .as("%d bytes to %d by %s", pieceLength, oldLength, way)
                                .isEqualTo(DONE);

                        StoreItem item = present(store(), key);
                        assertThat(item.value())
                                .isEqualTo(mode == WriteMode.APPEND ? joined(old, piece) : joined(piece, old));
                        assertThat(item.expiryMillis()).isEqualTo(expiry);
                        assertThat(item.clientFlags()).isEqualTo(flags);
                        assertThat(item.casToken()).isNotEqualTo(token);
                        store().delete(key);
                    }
                }
            }
        }
        assertThat(store().statistics().payloadBytes()).isZero();
        assertThat(store().size()).isZero();
    }

    @Test
    default void write_askedForTheResult_tellsTheItem() {
        StoreResult result = new StoreResult();
        byte[] key = key("told");
        // a first write, one in place, one in another chunk, a chained one
        for (int length : new int[] {20, 21, 3000, maxItemSize() / 3}) {
            long expiry = clock().in(1000 + length);
            ByteBuffer value = ByteBuffer.wrap(bytes(length, 1));
            assertThat(store().write(WriteMode.SET, 0, key, 0, key.length, value, expiry, length, result))
                    .isEqualTo(DONE);
            assertThat(value.remaining()).isEqualTo(length);
            StoreItem item = present(store(), key);
            assertThat(item.value()).isEqualTo(bytes(length, 1));
            assertThat(result.casToken()).isEqualTo(item.casToken()).isNotZero();
            assertThat(result.expiryMillis()).isEqualTo(expiry);
            assertThat(result.clientFlags()).isEqualTo(length);
        }
        ByteBuffer piece = ByteBuffer.wrap(bytes(3, 2));
        assertThat(store().write(WriteMode.APPEND, 0, key, 0, key.length, piece, 0, 0, result))
                .isEqualTo(DONE);
        assertThat(result.casToken()).isEqualTo(present(store(), key).casToken());
        assertThat(store().write(WriteMode.SET, 0, key, 0, key.length, piece, clock().in(-1), 0, result))
                .isEqualTo(DONE);
        assertThat(result.casToken()).isZero();
        assertThat(store().contains(key)).isFalse();
    }

    @Test
    default void touch_askedForTheResult_tellsTheItem() {
        StoreResult result = new StoreResult();
        byte[] key = key("touched");
        assertThat(store().touch(key, 0, key.length, 0, clock().in(5), result)).isEqualTo(NOT_FOUND);
        put(key, bytes(20, 1), clock().in(10), 7);
        long token = present(store(), key).casToken();
        assertThat(store().touch(key, 0, key.length, token + 1, clock().in(50), result))
                .isEqualTo(EXISTS);
        assertThat(store().touch(key, 0, key.length, token, clock().in(50), result))
                .isEqualTo(DONE);
        assertThat(result.casToken()).isEqualTo(token);
        assertThat(result.clientFlags()).isEqualTo(7);
        assertThat(result.expiryMillis()).isEqualTo(clock().in(50));
        assertThat(present(store(), key).expiryMillis()).isEqualTo(clock().in(50));
    }

    @Test
    default void claim_manyWhoAsk_oneIsTold() {
        StoreResult result = new StoreResult();
        byte[] key = key("claimed");
        assertThat(store().claim(key, 0, key.length, 1)).isEqualTo(NOT_FOUND);
        put(key, bytes(20, 1), SlabStore.NO_EXPIRY, 0);
        long token = present(store(), key).casToken();
        assertThat(store().claim(key, 0, key.length, token + 1)).isEqualTo(EXISTS);
        assertThat(store().claim(key, 0, key.length, token)).isEqualTo(DONE);
        assertThat(store().claim(key, 0, key.length, token)).isEqualTo(EXISTS);
        assertThat(store().peek(key, 0, key.length, result)).isEqualTo(20);
        assertThat(result.isClaimed()).isTrue();
        assertThat(result.isStale()).isFalse();
        assertThat(result.casToken()).isEqualTo(token);
        // whatever the way of writing, in place or not
        for (int length : new int[] {20, 3000}) {
            put(key, bytes(length, 1), SlabStore.NO_EXPIRY, 0);
            assertThat(store().peek(key, 0, key.length, result)).isEqualTo(length);
            assertThat(result.isClaimed()).isFalse();
            token = present(store(), key).casToken();
            assertThat(store().claim(key, 0, key.length, token)).isEqualTo(DONE);
        }
    }

    @Test
    default void addClaimed_absentKey_storesAnEmptyItemThatIsClaimed() {
        StoreResult result = new StoreResult();
        byte[] key = key("vivified");
        assertThat(store().addClaimed(key, 0, key.length, clock().in(50), result))
                .isEqualTo(DONE);
        long token = result.casToken();
        assertThat(store().addClaimed(key, 0, key.length, clock().in(60), result))
                .isEqualTo(EXISTS);
        StoreItem item = present(store(), key);
        assertThat(item.value()).isEmpty();
        assertThat(item.casToken()).isEqualTo(token);
        assertThat(item.expiryMillis()).isEqualTo(clock().in(50));
        assertThat(store().peek(key, 0, key.length, result)).isZero();
        assertThat(result.isClaimed()).isTrue();
    }

    @Test
    default void invalidate_presentItem_isStaleUntilItIsWritten() {
        StoreResult result = new StoreResult();
        byte[] key = key("stale");
        assertThat(store().invalidate(key, 0, key.length, 0, SlabStore.SAME_EXPIRY, result))
                .isEqualTo(NOT_FOUND);
        put(key, bytes(20, 1), clock().in(50), 7);
        long token = present(store(), key).casToken();
        assertThat(store().claim(key, 0, key.length, token)).isEqualTo(DONE);
        assertThat(store().invalidate(key, 0, key.length, token + 1, SlabStore.SAME_EXPIRY, result))
                .isEqualTo(EXISTS);
        assertThat(store().invalidate(key, 0, key.length, token, SlabStore.SAME_EXPIRY, result))
                .isEqualTo(DONE);
        assertThat(result.casToken()).isNotEqualTo(token);
        StoreItem item = present(store(), key);
        assertThat(item.casToken()).isEqualTo(result.casToken());
        assertThat(item.value()).isEqualTo(bytes(20, 1));
        assertThat(item.clientFlags()).isEqualTo(7);
        assertThat(item.expiryMillis()).isEqualTo(clock().in(50));
        assertThat(store().peek(key, 0, key.length, result)).isEqualTo(20);
        assertThat(result.isStale()).isTrue();
        assertThat(result.isClaimed()).isFalse();
        assertThat(store().claim(key, 0, key.length, result.casToken())).isEqualTo(DONE);
        assertThat(store().invalidate(key, 0, key.length, 0, clock().in(70), result))
                .isEqualTo(DONE);
        assertThat(present(store(), key).expiryMillis()).isEqualTo(clock().in(70));
        put(key, bytes(20, 2), clock().in(50), 7);
        assertThat(store().peek(key, 0, key.length, result)).isEqualTo(20);
        assertThat(result.isStale()).isFalse();
        assertThat(store().invalidate(key, 0, key.length, 0, clock().in(-1), result))
                .isEqualTo(DONE);
        assertThat(store().contains(key)).isFalse();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(WriteContract.KeyState.class)
    default void concatenate_obeysItsCondition(WriteContract.KeyState state) {
        for (WriteMode mode : List.of(WriteMode.APPEND, WriteMode.PREPEND)) {
            for (WriteWay way : WriteWay.values()) {
                byte[] key = key(state + "/" + mode + "/" + way);
                byte[] piece = bytes(20, 2);
                long token = prepareItem(state, key, bytes(40, 1));
                boolean there = state.isPresent();
                assertThat(way.write(store(), mode, token + 1, key, piece, NO_EXPIRY, 0))
                        .isEqualTo(there ? EXISTS : NOT_FOUND);
                if (there) {
                    assertThat(present(store(), key).value()).isEqualTo(bytes(40, 1));
                }
                assertThat(way.write(store(), mode, token, key, piece, NO_EXPIRY, 0))
                        .isEqualTo(there ? DONE : NOT_FOUND);
                assertThat(way.write(store(), mode, 0, key, piece, NO_EXPIRY, 0))
                        .isEqualTo(there ? DONE : NOT_FOUND);
                assertThat(store().contains(key)).isEqualTo(there);
            }
        }
    }

    /** Brings a key into a state and returns the token of the item it has or had, or some token. */
    private long prepareItem(WriteContract.KeyState state, byte[] key, byte[] value) {
        store().delete(key);
        if (state == WriteContract.KeyState.NEVER) {
            return 1;
        }
        put(key, value, clock().in(state == WriteContract.KeyState.EXPIRED ? 10 : 100_000), 7);
        long token = present(store(), key).casToken();
        switch (state) {
            case DELETED -> store().delete(key);
            case EXPIRED -> clock().advance(10);
            case CLEARED -> store().clear();
            default -> assertThat(state).isEqualTo(WriteContract.KeyState.PRESENT);
        }
        return token;
    }

    @ParameterizedTest
    @EnumSource(
            value = WriteMode.class,
            names = {"APPEND", "PREPEND"})
    default void concatenate_overTheLimit_leavesTheOldValue(WriteMode mode) {
        byte[] key = key("k");
        byte[] old = bytes(maxItemSize() / 2, 1);
        put(key, old, clock().in(1000), 3);
        long token = present(store(), key).casToken();
        for (WriteWay way : WriteWay.values()) {
            assertThat(way.write(store(), mode, 0, key, bytes(maxItemSize() / 2 + 1, 2), NO_EXPIRY, 0))
                    .as("by %s", way)
                    .isEqualTo(TOO_LARGE);
            StoreItem item = present(store(), key);
            assertThat(item.value()).isEqualTo(old);
            assertThat(item.casToken()).isEqualTo(token);
            assertThat(item.expiryMillis()).isEqualTo(clock().in(1000));
        }
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    default void concatenate_byReservation_tellsTheToken() {
        byte[] key = key("k");
        put(key, bytes(40, 1), NO_EXPIRY, 0);
        for (int length : new int[] {0, 1, 5000}) {
            try (Reservation reservation =
                    Objects.requireNonNull(store().reserve(key, 0, key.length, length, NO_EXPIRY, 5))) {
                reservation.fill(bytes(length, 2), 0, length);
                assertThat(reservation.commit(WriteMode.APPEND, 0)).isEqualTo(DONE);
                assertThat(reservation.casToken())
                        .isEqualTo(present(store(), key).casToken());
            }
        }
        assertThat(present(store(), key).clientFlags()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "INCREMENT, '0', 1, 1, '1'",
        "INCREMENT, '9', 1, 10, '10'",
        "INCREMENT, '99', 1, 100, '100'",
        "INCREMENT, '5', 0, 5, '5'",
        "INCREMENT, '18446744073709551615', 2, 1, '1                   '",
        "INCREMENT, '18446744073709551614', 1, 18446744073709551615, '18446744073709551615'",
        "INCREMENT, '1', 18446744073709551615, 0, '0'",
        "INCREMENT, '9223372036854775807', 1, 9223372036854775808, '9223372036854775808'",
        "DECREMENT, '10', 1, 9, '9 '",
        "DECREMENT, '5', 6, 0, '0'",
        "DECREMENT, '5', 18446744073709551615, 0, '0'",
        "DECREMENT, '18446744073709551615', 1, 18446744073709551614, '18446744073709551614'",
        "DECREMENT, '9 ', 1, 8, '8 '",
        "INCREMENT, ' 5', 1, 6, '6 '",
        "INCREMENT, '5 abc', 1, 6, '6    '",
        "INCREMENT, '+7', 1, 8, '8 '",
        "INCREMENT, '-0', 1, 1, '1 '",
        "INCREMENT, '007', 1, 8, '8  '",
        "INCREMENT, '-18446744073709551615', 1, 2, '2                    '"
    })
    default void count_number_becomesAnother(
            CounterMode mode, String before, String delta, String expected, String after) {
        for (int flags : new int[] {0, 9}) {
            byte[] key = key("k" + flags);
            long expiry = clock().in(1000);
            put(key, key(before), expiry, flags);
            long token = present(store(), key).casToken();
            StoreResult result = new StoreResult();
            assertThat(count(mode, token, key, Long.parseUnsignedLong(delta), result))
                    .isEqualTo(DONE);
            StoreItem item = present(store(), key);
            assertThat(new String(item.value(), StandardCharsets.US_ASCII)).isEqualTo(after);
            assertThat(Long.toUnsignedString(result.counter())).isEqualTo(expected);
            assertThat(item.casToken()).isEqualTo(result.casToken()).isNotEqualTo(token);
            assertThat(item.expiryMillis()).isEqualTo(result.expiryMillis()).isEqualTo(expiry);
            assertThat(item.clientFlags()).isEqualTo(result.clientFlags()).isEqualTo(flags);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "-5",
                "5abc",
                "+",
                "-",
                "- 5",
                "184467440737095516150",
                "18446744073709551616",
                "0x10",
                "-9223372036854775808",
                "5-",
                "\u00b2"
            })
    default void count_noNumber_isLeftAlone(String value) {
        byte[] key = key("k");
        byte[] before = value.getBytes(StandardCharsets.ISO_8859_1);
        put(key, before, NO_EXPIRY, 0);
        long token = present(store(), key).casToken();
        for (CounterMode mode : CounterMode.values()) {
            assertThat(count(mode, 0, key, 1, new StoreResult())).isEqualTo(NOT_A_COUNTER);
        }
        assertThat(present(store(), key).value()).isEqualTo(before);
        assertThat(present(store(), key).casToken()).isEqualTo(token);
    }

    @Test
    default void count_digitsBeforeNul_areTheNumber() {
        byte[] key = key("k");
        put(key, new byte[] {'4', '1', 0, 'x'}, NO_EXPIRY, 0);
        StoreResult result = new StoreResult();
        assertThat(count(CounterMode.INCREMENT, 0, key, 1, result)).isEqualTo(DONE);
        assertThat(result.counter()).isEqualTo(42);
        assertThat(present(store(), key).value()).isEqualTo(key("42  "));
    }

    @Test
    default void count_chainedValue_isNoCounter() {
        byte[] key = key("k");
        byte[] value = key("1".repeat(maxItemSize() - HEADER_ROOM));
        put(key, value, NO_EXPIRY, 0);
        assertThat(count(CounterMode.INCREMENT, 0, key, 1, new StoreResult())).isEqualTo(NOT_A_COUNTER);
        assertThat(present(store(), key).value()).isEqualTo(value);
    }

    /** With so long a key a digit more takes the item from one chunk to two, in the store with the smallest pages. */
    @ParameterizedTest
    @CsvSource({"32742, 0", "32743, 0", "32734, 9", "32735, 9"})
    default void count_digitMoreWithLongKey_isWrittenWhole(int keyLength, int flags) {
        byte[] key = key("k".repeat(keyLength));
        byte[] neighbor = key("n".repeat(keyLength));
        put(key, key("9"), NO_EXPIRY, flags);
        put(neighbor, key("n"), NO_EXPIRY, flags);

        assertThat(count(CounterMode.INCREMENT, 0, key, 1, new StoreResult())).isEqualTo(DONE);

        assertThat(present(store(), key).value()).isEqualTo(key("10"));
        assertThat(present(store(), neighbor).value()).isEqualTo(key("n"));
    }

    @ParameterizedTest
    @EnumSource(WriteContract.KeyState.class)
    default void count_obeysItsCondition(WriteContract.KeyState state) {
        byte[] key = key("k");
        long token = prepareItem(state, key, key("10"));
        boolean there = state.isPresent();
        StoreResult result = new StoreResult();
        assertThat(count(CounterMode.INCREMENT, token + 1, key, 1, result)).isEqualTo(there ? EXISTS : NOT_FOUND);
        assertThat(count(CounterMode.INCREMENT, token, key, 1, result)).isEqualTo(there ? DONE : NOT_FOUND);
        assertThat(count(CounterMode.DECREMENT, 0, key, 3, result)).isEqualTo(there ? DONE : NOT_FOUND);
        assertThat(store().contains(key)).isEqualTo(there);
        if (there) {
            assertThat(present(store(), key).value()).isEqualTo(key("8 "));
            assertThat(result.counter()).isEqualTo(8);
        }
    }

    @Test
    default void count_upFromOneDigitToTwenty_growsThroughAllLengths() {
        byte[] key = key("k");
        put(key, key("1"), NO_EXPIRY, 0);
        StoreResult result = new StoreResult();
        long number = 1;
        for (int digits = 2; digits <= 19; digits++) {
            assertThat(count(CounterMode.INCREMENT, 0, key, number * 9, result)).isEqualTo(DONE);
            number *= 10;
            assertThat(result.counter()).isEqualTo(number);
            assertThat(present(store(), key).value()).isEqualTo(key(Long.toString(number)));
        }
        assertThat(store().statistics().payloadBytes()).isEqualTo(key.length + 19);
    }

    @ParameterizedTest
    @EnumSource(WriteContract.KeyState.class)
    default void getAndTouch_changesTheExpiryAlone(WriteContract.KeyState state) {
        byte[] key = key("k");
        long token = prepareItem(state, key, bytes(40, 1));
        long later = clock().in(5000);
        ByteBuffer target = ByteBuffer.allocateDirect(50);
        StoreResult result = new StoreResult();
        StoreItem item = store().getAndTouch(key, 0, key.length, later);
        int length = store().getIntoAndTouch(key, 0, key.length, later + 1, target, result);
        if (!state.isPresent()) {
            assertThat(item).isNull();
            assertThat(length).isEqualTo(MISS);
            assertThat(target.position()).isZero();
            return;
        }
        assertThat(Objects.requireNonNull(item).value()).isEqualTo(bytes(40, 1));
        assertThat(item.expiryMillis()).isEqualTo(later);
        assertThat(item.casToken()).isEqualTo(token);
        assertThat(item.clientFlags()).isEqualTo(7);
        assertThat(length).isEqualTo(40);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes(40, 1)));
        assertThat(result.expiryMillis()).isEqualTo(later + 1);
        assertThat(result.casToken()).isEqualTo(token);
        assertThat(result.clientFlags()).isEqualTo(7);
        assertThat(present(store(), key).expiryMillis()).isEqualTo(later + 1);
        assertThat(present(store(), key).casToken()).isEqualTo(token);
        clock().advance(5001);
        assertThat(store().getAndTouch(key, 0, key.length, NO_EXPIRY)).isNull();
    }

    @Test
    default void getAndTouch_timeThatHasCome_isTheLastRead() {
        byte[] key = key("k");
        for (int length : new int[] {3, maxItemSize() / 2}) {
            put(key, bytes(length, 1), NO_EXPIRY, 0);
            assertThat(Objects.requireNonNull(store().getAndTouch(key, 0, key.length, clock().millis()))
                            .value())
                    .isEqualTo(bytes(length, 1));
            assertThat(store().contains(key)).isFalse();

            put(key, bytes(length, 1), NO_EXPIRY, 0);
            ByteBuffer target = ByteBuffer.allocate(length);
            assertThat(store().getIntoAndTouch(key, 0, key.length, clock().in(-1), target, new StoreResult()))
                    .isEqualTo(length);
            assertThat(target.array()).isEqualTo(bytes(length, 1));
            assertThat(store().contains(key)).isFalse();
        }
    }

    @Test
    default void getIntoAndTouch_noRoom_touchesNothing() {
        byte[] key = key("k");
        long expiry = clock().in(1000);
        put(key, bytes(40, 1), expiry, 0);
        ByteBuffer target = ByteBuffer.allocate(39);
        assertThat(store().getIntoAndTouch(key, 0, key.length, clock().in(-1), target, new StoreResult()))
                .isEqualTo(40);
        assertThat(target.position()).isZero();
        assertThat(present(store(), key).expiryMillis()).isEqualTo(expiry);
    }

    @Test
    default void getInto_withResult_tellsWhatIsBesideTheValue() {
        StoreResult result = new StoreResult();
        for (int flags : new int[] {0, -1}) {
            for (int length : new int[] {0, 10, 2000, maxItemSize() / 2}) {
                byte[] key = key("k" + flags + "/" + length);
                long expiry = length == 10 ? NO_EXPIRY : clock().in(1000 + length);
                put(key, bytes(length, 1), expiry, flags);
                ByteBuffer target = ByteBuffer.allocate(length + 1);
                assertThat(store().getInto(key, 0, key.length, target, result)).isEqualTo(length);
                assertThat(target.position()).isEqualTo(length);
                assertThat(ByteBuffer.wrap(target.array(), 0, length)).isEqualTo(ByteBuffer.wrap(bytes(length, 1)));
                assertThat(result.casToken()).isEqualTo(present(store(), key).casToken());
                assertThat(result.expiryMillis()).isEqualTo(expiry);
                assertThat(result.clientFlags()).isEqualTo(flags);
            }
        }
        assertThat(store().getInto(key("none"), 0, 4, ByteBuffer.allocate(1), result))
                .isEqualTo(MISS);
    }
}
