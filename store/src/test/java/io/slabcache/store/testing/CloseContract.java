package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slabcache.store.CounterMode;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClosedException;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The end of a store. */
public interface CloseContract extends StoreFixture {
    @Test
    default void close_everyOperationAfterwards_isRefused() {
        SlabStore store = open(spec().withHashedPrefixLength(1));
        byte[] key = key("k");
        byte[] value = bytes(10, 1);
        store.set(key, value, NO_EXPIRY);
        for (int i = 0; i < 100; i++) {
            store.set(key("l" + i), value, NO_EXPIRY);
        }
        StoreCursor cursor = store.entries();
        assertThat(cursor.advance()).isTrue();
        Reservation reservation = Objects.requireNonNull(store.reserve(key, 0, 1, 10, NO_EXPIRY, 0));
        Reservation filled = Objects.requireNonNull(store.reserve(key, 0, 1, 0, NO_EXPIRY, 0));
        Reservation forgotten = Objects.requireNonNull(store.reserve(key, 0, 1, 10, NO_EXPIRY, 0));
        forgotten.fill(value, 0, 5);

        store.close();
        store.close();

        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> store.get(key));
        calls.put("get buffer", () -> store.get(ByteBuffer.wrap(key)));
        calls.put("getValue", () -> store.getValue(key));
        calls.put("getInto", () -> store.getInto(key, 0, 1, value, 0, 10));
        calls.put("getInto buffer", () -> store.getInto(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
        calls.put("contains", () -> store.contains(key));
        calls.put("set", () -> store.set(key, value, NO_EXPIRY));
        calls.put("add", () -> store.add(key, value, NO_EXPIRY));
        calls.put("replace", () -> store.replace(key, value, NO_EXPIRY));
        calls.put("compareAndSet", () -> store.compareAndSet(key, 1, value, NO_EXPIRY));
        calls.put(
                "write buffer",
                () -> store.write(WriteMode.SET, 0, ByteBuffer.wrap(key), ByteBuffer.wrap(value), NO_EXPIRY, 0));
        calls.put("append", () -> store.write(WriteMode.APPEND, 0, key, 0, 1, value, 0, 10, NO_EXPIRY, 0));
        calls.put("count", () -> store.count(CounterMode.INCREMENT, 0, key, 0, 1, 1, new StoreResult()));
        calls.put("getAndTouch", () -> store.getAndTouch(key, 0, 1, NO_EXPIRY));
        calls.put("getInto result", () -> store.getInto(key, 0, 1, ByteBuffer.wrap(value), new StoreResult()));
        calls.put(
                "getIntoAndTouch",
                () -> store.getIntoAndTouch(key, 0, 1, NO_EXPIRY, ByteBuffer.wrap(value), new StoreResult()));
        calls.put("touch", () -> store.touch(key, NO_EXPIRY));
        calls.put("delete", () -> store.delete(key));
        calls.put("reserve", () -> store.reserve(key, 0, 1, 10, NO_EXPIRY, 0));
        calls.put("clear", store::clear);
        calls.put("entries", store::entries);
        calls.put("keysWithPrefix", () -> store.keysWithPrefix(key));
        calls.put("size", store::size);
        calls.put("statistics", store::statistics);
        calls.put("maintain", store::maintain);
        calls.put("cursor", cursor::advance);
        calls.put("fill", () -> reservation.fill(value, 0, 5));
        calls.put("fill buffer", () -> reservation.fill(ByteBuffer.wrap(value)));
        calls.put("commit", () -> filled.commit(WriteMode.SET, 0));
        calls.forEach((name, call) ->
                assertThatExceptionOfType(StoreClosedException.class).as(name).isThrownBy(call));
        reservation.abort();
        filled.close();
        forgotten.close();
        store.close();
    }

    @Test
    default void close_otherStores_goOn() {
        SlabStore other = open(spec());
        other.set(key("k"), bytes(100, 1), NO_EXPIRY);
        store().set(key("k"), bytes(100, 2), NO_EXPIRY);
        other.close();
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(100, 2));
    }

    @Test
    default void close_operationsInFlight_endWithTheirResultOrRefused() throws Exception {
        for (int round = 0; round < 20; round++) {
            SlabStore store = open(spec());
            CountDownLatch running = new CountDownLatch(3);
            List<CompletableFuture<Void>> workers = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                int number = worker;
                workers.add(CompletableFuture.runAsync(() -> workUntilClosed(store, number, running), NEW_THREADS));
            }
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            store.close();
            for (CompletableFuture<Void> worker : workers) {
                worker.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void workUntilClosed(SlabStore store, int worker, CountDownLatch running) {
        try {
            for (int i = 0; ; i++) {
                byte[] key = key("key" + i % 100);
                switch ((i + worker) % 5) {
                    case 0 -> store.set(key, bytes(i % 2000, 1), NO_EXPIRY);
                    case 1 -> store.delete(key);
                    case 2 -> {
                        StoreCursor cursor = store.entries();
                        for (int step = 0; step < 5 && cursor.advance(); step++) {
                            assertThat(cursor.key()).isNotEmpty();
                        }
                    }
                    case 3 -> WriteWay.RESERVATION.write(store, WriteMode.SET, 0, key, bytes(99, 1), NO_EXPIRY, 0);
                    default -> {
                        byte[] value = store.getValue(key);
                        assertThat(value == null || Arrays.equals(value, bytes(value.length, 1)))
                                .isTrue();
                    }
                }
                if (i == 100) {
                    running.countDown();
                }
            }
        } catch (StoreClosedException e) {
            assertThat(e).hasMessageNotContaining("null");
            running.countDown();
        }
    }
}
