package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.MAX_KEY_LENGTH;
import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slabcache.store.CounterMode;
import io.slabcache.store.KeyLengthException;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.ValueLengthException;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Bad input: a specific exception with the value and the limit in its message, and a store that lost nothing. */
public interface ArgumentContract extends StoreFixture {
    @Test
    default void key_empty_isRefused() {
        refuseKey(new byte[0], "0");
    }

    @Test
    default void key_tooLong_isRefused() {
        refuseKey(new byte[MAX_KEY_LENGTH + 1], "65536");
        refuseKey(new byte[1 << 20], "1048576");
    }

    private void refuseKey(byte[] key, String length) {
        byte[] value = new byte[10];
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> store().get(key));
        calls.put("get buffer", () -> store().get(ByteBuffer.wrap(key)));
        calls.put("get direct", () -> store().get(BufferKind.DIRECT.of(key)));
        calls.put("getValue", () -> store().getValue(key));
        calls.put("getInto", () -> store().getInto(key, 0, key.length, value, 0, 10));
        calls.put("getInto buffer", () -> store().getInto(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
        calls.put("contains", () -> store().contains(key));
        calls.put("set", () -> store().set(key, value, NO_EXPIRY));
        calls.put("add", () -> store().add(key, value, NO_EXPIRY));
        calls.put("replace", () -> store().replace(key, value, NO_EXPIRY));
        calls.put("compareAndSet", () -> store().compareAndSet(key, 1, value, NO_EXPIRY));
        calls.put(
                "write buffer",
                () -> store().write(WriteMode.SET, 0, BufferKind.DIRECT.of(key), ByteBuffer.wrap(value), NO_EXPIRY, 0));
        calls.put("append", () -> store().write(WriteMode.APPEND, 0, key, 0, key.length, value, 0, 10, NO_EXPIRY, 0));
        calls.put("count", () -> store().count(CounterMode.INCREMENT, 0, key, 0, key.length, 1, new StoreResult()));
        calls.put("getAndTouch", () -> store().getAndTouch(key, 0, key.length, NO_EXPIRY));
        calls.put(
                "getInto result", () -> store().getInto(key, 0, key.length, ByteBuffer.wrap(value), new StoreResult()));
        calls.put(
                "getIntoAndTouch",
                () -> store().getIntoAndTouch(
                                key, 0, key.length, NO_EXPIRY, ByteBuffer.wrap(value), new StoreResult()));
        calls.put("touch", () -> store().touch(key, NO_EXPIRY));
        calls.put("delete", () -> store().delete(key));
        calls.put("reserve", () -> store().reserve(key, 0, key.length, 10, NO_EXPIRY, 0));
        refuse(calls, KeyLengthException.class, length, String.valueOf(MAX_KEY_LENGTH));
    }

    @Test
    default void value_overTheItemLimit_isRefused() {
        byte[] key = key("sentinel1");
        int limit = maxItemSize();
        for (int length : new int[] {limit - key.length, limit, limit + 1, 2 * limit}) {
            byte[] value = new byte[length];
            Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
            calls.put("set", () -> store().set(key, value, NO_EXPIRY));
            calls.put("add", () -> store().add(key("none"), value, NO_EXPIRY));
            calls.put("replace", () -> store().replace(key, value, NO_EXPIRY));
            calls.put(
                    "write",
                    () -> store().write(WriteMode.SET, 0, ByteBuffer.wrap(key), ByteBuffer.wrap(value), NO_EXPIRY, 1));
            calls.put("reserve", () -> store().reserve(key, 0, key.length, length, NO_EXPIRY, 0));
            calls.put("checkItemLength", () -> store().checkItemLength(key.length, length));
            refuse(calls, ValueLengthException.class, String.valueOf(length), String.valueOf(limit));
        }
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("reserve", () -> store().reserve(key, 0, key.length, Integer.MAX_VALUE, NO_EXPIRY, 0));
        refuse(calls, ValueLengthException.class, String.valueOf(Integer.MAX_VALUE), String.valueOf(limit));
    }

    @Test
    default void value_overALimitOfItsOwn_isRefused() {
        SlabStore small = open(spec().withMaxItemSize(1000));
        small.checkItemLength(1, 1000 - HEADER_ROOM);
        assertThat(small.set(key("k"), bytes(1000 - HEADER_ROOM, 1), NO_EXPIRY)).isEqualTo(StoreOutcome.DONE);
        assertThatExceptionOfType(ValueLengthException.class)
                .isThrownBy(() -> small.set(key("k"), new byte[1000], NO_EXPIRY))
                .withMessageContainingAll("1000");
        assertThat(small.getValue(key("k"))).isEqualTo(bytes(1000 - HEADER_ROOM, 1));
    }

    @Test
    default void reserve_negativeLength_isRefused() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("reserve -1", () -> store().reserve(key("k"), 0, 1, -1, NO_EXPIRY, 0));
        refuse(calls, IllegalArgumentException.class, "-1");
    }

    @Test
    default void compareAndSet_tokenZero_isRefused() {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("token 0", () -> store().compareAndSet(key("sentinel1"), 0, new byte[1], NO_EXPIRY));
        refuse(calls, IllegalArgumentException.class, "casToken=0");
    }

    @Test
    default void ranges_outsideOfTheirArray_areRefused() {
        byte[] ten = new byte[10];
        byte[] key = key("sentinel1");
        int[][] badRanges = {{-1, 5}, {0, 11}, {6, 5}, {10, 1}, {11, 1}, {Integer.MAX_VALUE, 5}, {1, Integer.MAX_VALUE}
        };
        for (int[] range : badRanges) {
            int offset = range[0];
            int length = range[1];
            Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
            calls.put("get", () -> store().get(ten, offset, length));
            calls.put("getValue", () -> store().getValue(ten, offset, length));
            calls.put("getInto key", () -> store().getInto(ten, offset, length, ten, 0, 10));
            calls.put("getInto target", () -> store().getInto(key, 0, key.length, ten, offset, length));
            calls.put("contains", () -> store().contains(ten, offset, length));
            calls.put(
                    "write key", () -> store().write(WriteMode.SET, 0, ten, offset, length, ten, 0, 10, NO_EXPIRY, 0));
            calls.put(
                    "write value",
                    () -> store().write(WriteMode.SET, 0, key, 0, key.length, ten, offset, length, NO_EXPIRY, 0));
            calls.put(
                    "count", () -> store().count(CounterMode.INCREMENT, 0, ten, offset, length, 1, new StoreResult()));
            calls.put("getAndTouch", () -> store().getAndTouch(ten, offset, length, NO_EXPIRY));
            calls.put(
                    "getIntoAndTouch",
                    () -> store().getIntoAndTouch(
                                    ten, offset, length, NO_EXPIRY, ByteBuffer.wrap(ten), new StoreResult()));
            calls.put(
                    "append value",
                    () -> store().write(WriteMode.APPEND, 0, key, 0, key.length, ten, offset, length, NO_EXPIRY, 0));
            calls.put("touch", () -> store().touch(ten, offset, length, 0, NO_EXPIRY));
            calls.put("delete", () -> store().delete(ten, offset, length, 0));
            calls.put("reserve", () -> store().reserve(ten, offset, length, 10, NO_EXPIRY, 0));
            refuse(calls, IndexOutOfBoundsException.class);
        }
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put(
                "negative value", () -> store().write(WriteMode.SET, 0, key, 0, key.length, ten, 3, -1, NO_EXPIRY, 0));
        calls.put("negative target", () -> store().getInto(key, 0, key.length, ten, 3, -1));
        refuse(calls, IndexOutOfBoundsException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // what happens to callers that are not checked
    default void arguments_null_areRefused() {
        byte[] key = key("sentinel1");
        byte[] value = new byte[10];
        ByteBuffer buffer = ByteBuffer.wrap(key);
        byte[] noBytes = null;
        ByteBuffer noBuffer = null;
        WriteMode noMode = null;
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> store().get(noBytes));
        calls.put("get range", () -> store().get(noBytes, 0, 1));
        calls.put("get buffer", () -> store().get(noBuffer));
        calls.put("getValue", () -> store().getValue(noBytes));
        calls.put("getValue range", () -> store().getValue(noBytes, 0, 1));
        calls.put("getInto key", () -> store().getInto(noBytes, 0, 1, value, 0, 1));
        calls.put("getInto target", () -> store().getInto(key, 0, 1, noBytes, 0, 1));
        calls.put("getInto key buffer", () -> store().getInto(noBuffer, buffer));
        calls.put("getInto target buffer", () -> store().getInto(buffer, noBuffer));
        calls.put("contains", () -> store().contains(noBytes));
        calls.put("set key", () -> store().set(noBytes, value, NO_EXPIRY));
        calls.put("set value", () -> store().set(key, noBytes, NO_EXPIRY));
        calls.put("write mode", () -> store().write(noMode, 0, key, 0, 9, value, 0, 10, NO_EXPIRY, 0));
        calls.put("write buffer mode", () -> store().write(noMode, 0, buffer, buffer, NO_EXPIRY, 0));
        calls.put("write buffer key", () -> store().write(WriteMode.SET, 0, noBuffer, buffer, NO_EXPIRY, 0));
        calls.put("write buffer value", () -> store().write(WriteMode.SET, 0, buffer, noBuffer, NO_EXPIRY, 0));
        calls.put("add", () -> store().add(noBytes, value, NO_EXPIRY));
        calls.put("replace", () -> store().replace(noBytes, value, NO_EXPIRY));
        calls.put("compareAndSet", () -> store().compareAndSet(noBytes, 1, value, NO_EXPIRY));
        StoreResult noResult = null;
        calls.put("count mode", () -> store().count(null, 0, key, 0, 9, 1, new StoreResult()));
        calls.put("count key", () -> store().count(CounterMode.INCREMENT, 0, noBytes, 0, 1, 1, new StoreResult()));
        calls.put("count result", () -> store().count(CounterMode.INCREMENT, 0, key, 0, 9, 1, noResult));
        calls.put("getAndTouch", () -> store().getAndTouch(noBytes, 0, 1, NO_EXPIRY));
        calls.put("getInto result", () -> store().getInto(key, 0, 9, buffer, noResult));
        calls.put("getIntoAndTouch target", () -> store().getIntoAndTouch(key, 0, 9, 0, noBuffer, new StoreResult()));
        calls.put("getIntoAndTouch result", () -> store().getIntoAndTouch(key, 0, 9, 0, buffer, noResult));
        calls.put("touch", () -> store().touch(noBytes, NO_EXPIRY));
        calls.put("delete", () -> store().delete(noBytes));
        calls.put("reserve", () -> store().reserve(noBytes, 0, 1, 1, NO_EXPIRY, 0));
        calls.put("keysWithPrefix", () -> store().keysWithPrefix(noBytes));
        refuse(calls, NullPointerException.class);

        Reservation reservation = Objects.requireNonNull(store().reserve(key, 0, key.length, 0, NO_EXPIRY, 0));
        Map<String, ThrowingCallable> reservationCalls = new LinkedHashMap<>();
        reservationCalls.put("fill", () -> reservation.fill(noBytes, 0, 0));
        reservationCalls.put("fill buffer", () -> reservation.fill(noBuffer));
        reservationCalls.put("commit", () -> reservation.commit(noMode, 0));
        refuse(reservationCalls, NullPointerException.class);
        reservation.abort();
    }

    /** Asserts that each call throws and that none of them harmed or lost a present item. */
    private void refuse(
            Map<String, ThrowingCallable> calls, Class<? extends RuntimeException> type, String... inMessage) {
        List<byte[]> keys = new ArrayList<>();
        List<StoreItem> before = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] key = key("sentinel" + i);
            if (!store().contains(key)) {
                store().set(key, bytes(i * 40, i), clock().in(1000 + i));
            }
            keys.add(key);
            before.add(StoreFixture.present(store(), key));
        }
        calls.forEach((name, call) -> {
            assertThatExceptionOfType(type)
                    .as(name)
                    .isThrownBy(call)
                    .satisfies(e ->
                            Stream.of(inMessage).forEach(part -> assertThat(e).hasMessageContaining(part)));
            for (int i = 0; i < keys.size(); i++) {
                StoreItem item = StoreFixture.present(store(), keys.get(i));
                assertThat(item.value())
                        .as("value after %s", name)
                        .isEqualTo(before.get(i).value());
                assertThat(item.casToken())
                        .as("token after %s", name)
                        .isEqualTo(before.get(i).casToken());
                assertThat(item.expiryMillis()).isEqualTo(before.get(i).expiryMillis());
            }
            assertThat(store().size()).as("items after %s", name).isEqualTo(keys.size());
        });
    }
}
