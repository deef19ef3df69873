package io.slabcache.store.testing;

import static io.slabcache.store.RemovalCause.EVICTED;
import static io.slabcache.store.RemovalCause.EXPIRED;
import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static io.slabcache.store.testing.StoreFixture.sweep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClosedException;
import io.slabcache.store.StoreItem;
import io.slabcache.store.WriteMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Removal listeners: each removal told once, with its cause, and under no lock. */
public interface RemovalContract extends StoreFixture {
    /** A removal as a listener was told of it. */
    record Told(String key, StoreItem item, RemovalCause cause) {}

    /** A listener that remembers. */
    final class Recorder implements RemovalListener {
        private final List<Told> told = new CopyOnWriteArrayList<>();

        @Override
        public void onRemoval(byte[] key, StoreItem item, RemovalCause cause) {
            told.add(new Told(new String(key, StandardCharsets.UTF_8), item, cause));
        }

        List<String> keys() {
            return told.stream().map(Told::key).toList();
        }
    }

    @Test
    default void listener_itemExpired_isToldOnceByWhateverMeetsItFirst() {
        Map<String, BiConsumer<SlabStore, byte[]>> meetings = new LinkedHashMap<>();
        meetings.put("get", (store, key) -> store.get(key));
        meetings.put("getValue", (store, key) -> store.getValue(key));
        meetings.put("getInto", (store, key) -> store.getInto(key, 0, key.length, new byte[99], 0, 99));
        meetings.put("contains", (store, key) -> store.contains(key));
        meetings.put("set", (store, key) -> store.set(key, bytes(5, 2), NO_EXPIRY));
        meetings.put("add", (store, key) -> store.add(key, bytes(500, 2), NO_EXPIRY));
        meetings.put("replace", (store, key) -> store.replace(key, bytes(30, 2), NO_EXPIRY));
        meetings.put("compareAndSet", (store, key) -> store.compareAndSet(key, 5, bytes(30, 2), NO_EXPIRY));
        meetings.put(
                "reservation",
                (store, key) -> WriteWay.RESERVATION.write(store, WriteMode.SET, 0, key, bytes(30, 2), NO_EXPIRY, 0));
        meetings.put("touch", (store, key) -> store.touch(key, NO_EXPIRY));
        meetings.put("delete", (store, key) -> store.delete(key));
        meetings.put("sweep", (store, key) -> sweep(store));

        Recorder recorder = new Recorder();
        SlabStore store = open(spec().withListener(recorder, EXPIRED));
        meetings.forEach((name, meeting) -> {
            recorder.told.clear();
            byte[] key = key(name);
            long expiry = clock().in(10);
            store.write(WriteMode.SET, 0, key, 0, key.length, bytes(30, 1), 0, 30, expiry, 77);
            long token = present(store, key).casToken();
            clock().advance(10);
            assertThat(recorder.told).as("told too early").isEmpty();

            meeting.accept(store, key);
            meeting.accept(store, key);
            store.delete(key);
            sweep(store);

            assertThat(recorder.keys()).as("told by %s", name).containsExactly(name);
            Told told = recorder.told.get(0);
            assertThat(told.cause()).isEqualTo(EXPIRED);
            assertThat(told.item().value()).isEqualTo(bytes(30, 1));
            assertThat(told.item().casToken()).isEqualTo(token);
            assertThat(told.item().expiryMillis()).isEqualTo(expiry);
            assertThat(told.item().clientFlags()).isEqualTo(77);
        });
        assertThat(store.statistics().expired()).isEqualTo(meetings.size());
    }

    @Test
    default void listener_manyItemsSwept_isToldOfEachOnce() {
        Recorder recorder = new Recorder();
        SlabStore store = open(spec().withListener(recorder, EXPIRED, EVICTED));
        for (int i = 0; i < 1000; i++) {
            store.set(key("key" + i), bytes(i % 60, i), clock().in(1 + i % 7));
        }
        clock().advance(7);
        sweep(store);
        sweep(store);
        assertThat(recorder.keys()).hasSize(1000).doesNotHaveDuplicates();
        assertThat(recorder.told).allMatch(told -> told.cause() == EXPIRED);
        assertThat(recorder.told).allMatch(told -> {
            int i = Integer.parseInt(told.key().substring(3));
            return Arrays.equals(told.item().value(), bytes(i % 60, i));
        });
    }

    @Test
    default void listener_wantsNoValues_isToldOfAllElse() {
        List<StoreItem> told = new CopyOnWriteArrayList<>();
        RemovalListener listener = new RemovalListener() {
            @Override
            public void onRemoval(byte[] key, StoreItem item, RemovalCause cause) {
                told.add(item);
            }

            @Override
            public boolean wantsValues() {
                return false;
            }
        };
        SlabStore store = open(spec().withListener(listener, EXPIRED));
        byte[] key = key("k");
        long expiry = clock().in(10);
        store.write(WriteMode.SET, 0, key, 0, key.length, bytes(30, 1), 0, 30, expiry, 77);
        long token = present(store, key).casToken();
        clock().advance(10);
        assertThat(store.get(key)).isNull();

        assertThat(told).singleElement().satisfies(item -> {
            assertThat(item.valueLength()).isEqualTo(30);
            assertThat(item.casToken()).isEqualTo(token);
            assertThat(item.expiryMillis()).isEqualTo(expiry);
            assertThat(item.clientFlags()).isEqualTo(77);
            assertThatThrownBy(item::value).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    default void listener_removedByRequest_isNotTold() {
        Recorder recorder = new Recorder();
        SlabStore store = open(spec().withListener(recorder, EXPIRED, EVICTED));
        store.set(key("k"), bytes(10, 1), clock().in(100));
        store.set(key("k"), bytes(10, 2), clock().in(100));
        store.set(key("k"), bytes(1000, 2), clock().in(100));
        store.delete(key("k"));
        store.set(key("k"), bytes(10, 2), clock().in(100));
        store.clear();
        store.set(key("k"), bytes(10, 2), clock().in(100));
        store.set(key("k"), bytes(10, 2), clock().in(-1));
        store.set(key("k"), bytes(10, 2), clock().in(100));
        store.touch(key("k"), 0);
        clock().advance(1000);
        sweep(store);
        store.get(key("k"));
        store.close();
        assertThat(recorder.told).isEmpty();
    }

    @Test
    default void listener_otherCausesAlone_isNotTold() {
        Recorder recorder = new Recorder();
        SlabStore store = open(spec().withListener(recorder, EVICTED));
        store.set(key("a"), bytes(10, 1), clock().in(10));
        store.set(key("b"), bytes(10, 1), clock().in(10));
        clock().advance(10);
        assertThat(store.get(key("a"))).isNull();
        sweep(store);
        assertThat(store.statistics().expired()).isEqualTo(2);
        assertThat(recorder.told).isEmpty();
    }

    @Test
    default void listener_throws_operationGoesOn() {
        SlabStore store = open(spec().withListener(
                        (key, item, cause) -> {
                            throw new IllegalArgumentException("thrown by a listener on purpose");
                        },
                        EXPIRED));
        for (int i = 0; i < 3; i++) {
            store.set(key("key" + i), bytes(10, 1), clock().in(10));
        }
        store.set(key("other"), bytes(10, 2), NO_EXPIRY);
        clock().advance(10);
        assertThat(store.get(key("key0"))).isNull();
        assertThat(store.add(key("key1"), bytes(10, 3), NO_EXPIRY).name()).isEqualTo("DONE");
        sweep(store);
        assertThat(store.getValue(key("key1"))).isEqualTo(bytes(10, 3));
        assertThat(store.getValue(key("other"))).isEqualTo(bytes(10, 2));
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    default void listener_callsTheStore_holdsNoLockOfIt() {
        CompletableFuture<SlabStore> opened = new CompletableFuture<>();
        SlabStore store = open(spec().withListener(
                        (key, item, cause) -> {
                            opened.join().set(key, bytes(20, 9), NO_EXPIRY);
                            CompletableFuture<Void> another = CompletableFuture.runAsync(
                                    () -> {
                                        opened.join().touch(key, NO_EXPIRY);
                                        opened.join().set(key("by another thread"), bytes(20, 9), NO_EXPIRY);
                                        opened.join().clear();
                                        opened.join().set(key, bytes(20, 10), NO_EXPIRY);
                                    },
                                    NEW_THREADS);
                            another.orTimeout(20, TimeUnit.SECONDS).join();
                        },
                        EXPIRED));
        opened.complete(store);
        for (int round = 0; round < 3; round++) {
            store.set(key("k"), bytes(20, 1), clock().in(10));
            clock().advance(10);
            switch (round) {
                case 0 -> assertThat(store.get(key("k"))).isNull();
                case 1 -> assertThat(store.delete(key("k"))).isFalse();
                default -> sweep(store);
            }
            assertThat(store.getValue(key("k"))).isEqualTo(bytes(20, 10));
            assertThat(store.size()).isEqualTo(1);
        }
    }

    @Test
    default void listener_closesTheStore_operationEndsAndTheStoreIsClosed() {
        for (int form = 0; form < 3; form++) {
            CompletableFuture<SlabStore> opened = new CompletableFuture<>();
            SlabStore store =
                    open(spec().withListener((key, item, cause) -> opened.join().close(), EXPIRED));
            opened.complete(store);
            store.set(key("k"), bytes(20, 1), clock().in(10));
            clock().advance(10);
            switch (form) {
                case 0 -> assertThat(store.get(key("k"))).isNull();
                case 1 ->
                    assertThat(store.set(key("k"), bytes(20, 2), NO_EXPIRY).name())
                            .isEqualTo("DONE");
                default -> store.maintain();
            }
            assertThatThrownBy(() -> store.get(key("k"))).isInstanceOf(StoreClosedException.class);
        }
    }
}
