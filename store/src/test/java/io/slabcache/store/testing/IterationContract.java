package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.KeyLengthException;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.WriteMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Cursors and look-ups by prefix. */
public interface IterationContract extends StoreFixture {
    @Test
    default void entries_emptyStore_nothing() {
        StoreCursor cursor = store().entries();
        assertThatThrownBy(cursor::key).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cursor::item).isInstanceOf(IllegalStateException.class);
        assertThat(cursor.advance()).isFalse();
        assertThat(cursor.advance()).isFalse();
        assertThatThrownBy(cursor::key).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cursor::item).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void entries_quietStore_meetsEachItemOnceAndWhole() {
        Map<String, StoreItem> expected = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            byte[] key = key("key" + i);
            int length = i == 500 ? maxItemSize() / 2 : i % 97;
            long expiry = i % 3 == 0 ? NO_EXPIRY : clock().in(1000 + i);
            store().write(WriteMode.SET, 0, key, 0, key.length, bytes(length, i), 0, length, expiry, i % 2);
            expected.put("key" + i, present(store(), key));
        }

        StoreCursor cursor = store().entries();
        while (cursor.advance()) {
            String key = text(cursor.key());
            StoreItem item = expected.remove(key);
            assertThat(item).as("%s is met for the first time", key).isNotNull();
            assertThat(cursor.item().value()).isEqualTo(item.value());
            assertThat(cursor.item().casToken()).isEqualTo(item.casToken());
            assertThat(cursor.item().expiryMillis()).isEqualTo(item.expiryMillis());
            assertThat(cursor.item().clientFlags()).isEqualTo(item.clientFlags());
        }
        assertThat(expected).as("not met").isEmpty();
    }

    @Test
    default void entriesWithoutValues_quietStore_tellAllButTheValue() {
        Map<String, StoreItem> expected = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            byte[] key = key("key" + i);
            int length = i == 150 ? maxItemSize() / 2 : i % 97;
            long expiry = i % 3 == 0 ? NO_EXPIRY : clock().in(1000 + i);
            store().write(WriteMode.SET, 0, key, 0, key.length, bytes(length, i), 0, length, expiry, i % 2);
            expected.put("key" + i, present(store(), key));
        }

        StoreCursor cursor = store().entriesWithoutValues();
        while (cursor.advance()) {
            String key = text(cursor.key());
            StoreItem item = expected.remove(key);
            assertThat(item).as("%s is met for the first time", key).isNotNull();
            assertThat(cursor.item().valueLength()).isEqualTo(item.value().length);
            assertThat(cursor.item().casToken()).isEqualTo(item.casToken());
            assertThat(cursor.item().expiryMillis()).isEqualTo(item.expiryMillis());
            assertThat(cursor.item().clientFlags()).isEqualTo(item.clientFlags());
            assertThatThrownBy(cursor.item()::value).isInstanceOf(IllegalStateException.class);
        }
        assertThat(expected).as("not met").isEmpty();
    }

    @Test
    default void entries_expiredAndDeletedItems_areNotMet() {
        for (int i = 0; i < 90; i++) {
            store().set(key("key" + i), bytes(10, i), i % 3 == 0 ? clock().in(10) : NO_EXPIRY);
        }
        StoreCursor early = store().entries();
        clock().advance(10);
        for (int i = 1; i < 90; i += 3) {
            store().delete(key("key" + i));
        }
        for (StoreCursor cursor : new StoreCursor[] {store().entries(), early}) {
            Set<String> met = new HashSet<>();
            while (cursor.advance()) {
                assertThat(met.add(text(cursor.key()))).isTrue();
            }
            Set<String> wanted = new HashSet<>();
            for (int i = 2; i < 90; i += 3) {
                wanted.add("key" + i);
            }
            if (cursor == early) {
                assertThat(met).containsAll(wanted);
            } else {
                assertThat(met).isEqualTo(wanted);
            }
        }
    }

    @Test
    default void entries_clearedMeanwhile_meetsNothingOld() {
        for (int i = 0; i < 100; i++) {
            store().set(key("old" + i), bytes(10, i), NO_EXPIRY);
        }
        StoreCursor cursor = store().entries();
        assertThat(cursor.advance()).isTrue();
        store().clear();
        store().set(key("new"), bytes(10, 1), NO_EXPIRY);
        while (cursor.advance()) {
            assertThat(text(cursor.key())).matches("old\\d+|new");
        }
        StoreCursor later = store().entries();
        assertThat(later.advance()).isTrue();
        assertThat(later.key()).isEqualTo(key("new"));
        assertThat(later.advance()).isFalse();
    }

    @Test
    default void entries_storeGrowsMeanwhile_stableItemsExactlyOnce() {
        for (int i = 0; i < 300; i++) {
            store().set(key("stable" + i), bytes(10, i), NO_EXPIRY);
        }
        StoreCursor cursor = store().entries();
        Map<String, Integer> met = new HashMap<>();
        int added = 0;
        while (cursor.advance()) {
            met.merge(text(cursor.key()), 1, Integer::sum);
            for (int i = 0; i < 6 && added < 1800; i++) {
                store().set(key("added" + added++), bytes(10, i), NO_EXPIRY);
            }
        }
        assertThat(added).isEqualTo(1800);
        assertThat(store().size()).isEqualTo(2100);
        assertThat(met.values()).as("times each key was met").containsOnly(1);
        for (int i = 0; i < 300; i++) {
            assertThat(met).containsKey("stable" + i);
        }
    }

    @Test
    default void entries_otherThreadsWrite_stableItemsExactlyOnceAndNothingTwice() throws Exception {
        for (int i = 0; i < 300; i++) {
            store().set(key("stable" + i), bytes(20, i), NO_EXPIRY);
        }
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !stop.get(); i++) {
                        byte[] key = key("moving" + i % 200);
                        switch (i % 3) {
                            case 0 -> store().set(key, bytes(i % 150, i), NO_EXPIRY);
                            case 1 -> store().set(key("stable" + i % 300), bytes(20, i % 300), NO_EXPIRY);
                            default -> store().delete(key);
                        }
                    }
                },
                NEW_THREADS);
        try {
            for (int walk = 0; walk < 30; walk++) {
                Map<String, Integer> met = new HashMap<>();
                StoreCursor cursor = store().entries();
                while (cursor.advance()) {
                    String key = text(cursor.key());
                    met.merge(key, 1, Integer::sum);
                    if (key.startsWith("stable")) {
                        int i = Integer.parseInt(key.substring(6));
                        assertThat(cursor.item().value()).isEqualTo(bytes(20, i));
                    }
                }
                assertThat(met.values()).as("times each key was met").containsOnly(1);
                for (int i = 0; i < 300; i++) {
                    assertThat(met).containsKey("stable" + i);
                }
            }
        } finally {
            stop.set(true);
            writer.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    default void entries_resultChangedByTheCaller_storeUnharmed() {
        store().set(key("k"), bytes(10, 1), NO_EXPIRY);
        StoreCursor cursor = store().entries();
        assertThat(cursor.advance()).isTrue();
        Arrays.fill(cursor.key(), (byte) 0);
        Arrays.fill(cursor.item().value(), (byte) 0);
        assertThat(store().getValue(key("k"))).isEqualTo(bytes(10, 1));
    }

    @Test
    default void keysWithPrefix_liveKeys_areFound() {
        SlabStore prefixed = open(spec().withHashedPrefixLength(4));
        for (String text : new String[] {"aaaa", "aaaa1", "aaaa22", "bbbb1", "aaab1", "gone1", "late1"}) {
            prefixed.set(key(text), key("value of " + text), text.equals("late1") ? clock().in(10) : NO_EXPIRY);
        }
        prefixed.delete(key("gone1"));
        clock().advance(10);
        assertThat(prefixed.keysWithPrefix(key("aaaa")))
                .containsExactlyInAnyOrder(key("aaaa"), key("aaaa1"), key("aaaa22"));
        assertThat(prefixed.keysWithPrefix(key("bbbb"))).containsExactly(key("bbbb1"));
        assertThat(prefixed.keysWithPrefix(key("gone"))).isEmpty();
        assertThat(prefixed.keysWithPrefix(key("late"))).isEmpty();
        assertThat(prefixed.keysWithPrefix(key("none"))).isEmpty();
        assertThat(prefixed.getValue(key("aaaa22"))).isEqualTo(key("value of aaaa22"));
        prefixed.clear();
        assertThat(prefixed.keysWithPrefix(key("aaaa"))).isEmpty();
    }

    @Test
    default void keysWithPrefix_dozensOfOnePrefix_areAllFoundAndToldApart() {
        SlabStore prefixed = open(spec().withHashedPrefixLength(4));
        for (int i = 0; i < 60; i++) {
            prefixed.set(key("same" + i), bytes(8, i), NO_EXPIRY);
        }
        assertThat(prefixed.keysWithPrefix(key("same"))).hasSize(60);
        for (int i = 0; i < 60; i++) {
            assertThat(prefixed.getValue(key("same" + i))).isEqualTo(bytes(8, i));
        }
        for (int i = 0; i < 60; i += 2) {
            assertThat(prefixed.delete(key("same" + i))).isTrue();
        }
        Set<String> left = new HashSet<>();
        prefixed.keysWithPrefix(key("same")).forEach(key -> left.add(text(key)));
        assertThat(left).hasSize(30).allMatch(key -> Integer.parseInt(key.substring(4)) % 2 == 1);
    }

    @Test
    default void keysWithPrefix_badInput_isRefused() {
        SlabStore prefixed = open(spec().withHashedPrefixLength(4));
        prefixed.set(key("good"), bytes(8, 1), NO_EXPIRY);
        assertThatThrownBy(() -> prefixed.keysWithPrefix(key("goo")))
                .isInstanceOf(KeyLengthException.class)
                .hasMessageContainingAll("3", "4");
        assertThatThrownBy(() -> prefixed.keysWithPrefix(key("goods")))
                .isInstanceOf(KeyLengthException.class)
                .hasMessageContainingAll("5", "4");
        assertThatThrownBy(() -> prefixed.set(key("goo"), bytes(8, 1), NO_EXPIRY))
                .isInstanceOf(KeyLengthException.class)
                .hasMessageContainingAll("3", "4");
        assertThatThrownBy(() -> store().keysWithPrefix(key("good"))).isInstanceOf(IllegalStateException.class);
        assertThat(prefixed.getValue(key("good"))).isEqualTo(bytes(8, 1));
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
