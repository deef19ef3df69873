package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.StoreOutcome.DONE;
import static io.slabcache.store.StoreOutcome.EXISTS;
import static io.slabcache.store.StoreOutcome.NOT_FOUND;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes, deletes and tokens: every operation over every state of its key. */
public interface WriteContract extends StoreFixture {
    /** What there is under a key before an operation. */
    enum KeyState {
        /** Nothing was ever written. */
        NEVER,
        /** The item was deleted. */
        DELETED,
        /** The item's time has come and nobody has noticed. */
        EXPIRED,
        /** The item was cleared away with all others. */
        CLEARED,
        /** The item is there. */
        PRESENT;

        boolean isPresent() {
            return this == PRESENT;
        }
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    default void write_anyMode_obeysItsCondition(KeyState state) {
        for (WriteWay way : WriteWay.values()) {
            for (WriteMode mode : List.of(WriteMode.SET, WriteMode.ADD, WriteMode.REPLACE)) {
                byte[] key = key(state + "/" + way + "/" + mode);
                prepare(state, key);
                StoreOutcome expected = switch (mode) {
                    case SET -> DONE;
                    case ADD -> state.isPresent() ? EXISTS : DONE;
                    default -> state.isPresent() ? DONE : NOT_FOUND;
                };
                assertThat(way.write(store(), mode, 0, key, bytes(50, 2), NO_EXPIRY, 9))
                        .as("%s of a key %s by %s", mode, state, way)
                        .isEqualTo(expected);
                assertWritten(state, key, expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    default void write_withToken_needsThatItem(KeyState state) {
        for (WriteWay way : WriteWay.values()) {
            for (boolean right : new boolean[] {true, false}) {
                byte[] key = key(state + "/" + way + "/" + right);
                long token = prepare(state, key);
                StoreOutcome expected = !state.isPresent() ? NOT_FOUND : right ? DONE : EXISTS;
                assertThat(way.write(
                                store(), WriteMode.SET, right ? token : token + 1, key, bytes(50, 2), NO_EXPIRY, 9))
                        .as("write of a key %s by %s, token is right: %s", state, way, right)
                        .isEqualTo(expected);
                assertWritten(state, key, expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    default void shorthands_doAsTheFullForms(KeyState state) {
        boolean there = state.isPresent();
        byte[] key = key("k" + state);
        prepare(state, key);
        assertThat(store().set(key, bytes(50, 2), NO_EXPIRY)).isEqualTo(DONE);
        prepare(state, key);
        assertThat(store().add(key, bytes(50, 2), NO_EXPIRY)).isEqualTo(there ? EXISTS : DONE);
        prepare(state, key);
        assertThat(store().replace(key, bytes(50, 2), NO_EXPIRY)).isEqualTo(there ? DONE : NOT_FOUND);
        long token = prepare(state, key);
        assertThat(store().compareAndSet(key, token, bytes(50, 2), NO_EXPIRY)).isEqualTo(there ? DONE : NOT_FOUND);
        prepare(state, key);
        assertThat(store().touch(key, clock().in(1000))).isEqualTo(there);
        assertThat(store().delete(key)).isEqualTo(there);
        assertThat(store().delete(key)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    default void touch_changesTheExpiryAlone(KeyState state) {
        byte[] key = key("k" + state);
        long token = prepare(state, key);
        StoreOutcome missing = state.isPresent() ? null : NOT_FOUND;
        long later = clock().in(5000);

        assertThat(store().touch(key, 0, key.length, token + 1, later)).isEqualTo(missing == null ? EXISTS : missing);
        if (state.isPresent()) {
            assertThat(present(store(), key).expiryMillis()).isEqualTo(clock().in(100_000));
        }
        assertThat(store().touch(key, 0, key.length, token, later)).isEqualTo(missing == null ? DONE : missing);
        assertThat(store().touch(key, 0, key.length, 0, later)).isEqualTo(missing == null ? DONE : missing);

        if (state.isPresent()) {
            StoreItem item = present(store(), key);
            assertThat(item.expiryMillis()).isEqualTo(later);
            assertThat(item.casToken()).isEqualTo(token);
            assertThat(item.value()).isEqualTo(bytes(40, 1));
            assertThat(item.clientFlags()).isEqualTo(7);
        } else {
            assertThat(store().contains(key)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(KeyState.class)
    default void delete_removesUnderItsCondition(KeyState state) {
        byte[] key = key("<" + state + ">");
        long token = prepare(state, key);
        StoreOutcome missing = state.isPresent() ? null : NOT_FOUND;
        assertThat(store().delete(key, 0, key.length, token + 1)).isEqualTo(missing == null ? EXISTS : missing);
        assertThat(store().contains(key)).isEqualTo(state.isPresent());
        assertThat(store().delete(key, 1, key.length - 2, 0)).isEqualTo(NOT_FOUND);
        assertThat(store().delete(key, 0, key.length, token)).isEqualTo(missing == null ? DONE : missing);
        assertThat(store().delete(key, 0, key.length, token)).isEqualTo(NOT_FOUND);
        assertThat(store().contains(key)).isFalse();
    }

    @Test
    default void tokens_ofAllItems_areUniqueAndNotZero() {
        Set<Long> seen = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 200; i++) {
                byte[] key = key("key" + i);
                store().set(key, bytes(10, round), NO_EXPIRY);
                long token = present(store(), key).casToken();
                assertThat(token).isNotZero();
                assertThat(seen.add(token)).as("token %x is new", token).isTrue();
            }
            if (round == 2) {
                store().clear();
            }
        }
    }

    @Test
    default void tokens_ofAnEarlierItem_areNeverGoodAgain() {
        byte[] key = key("k");
        store().set(key, bytes(40, 1), NO_EXPIRY);
        long token = present(store(), key).casToken();
        store().delete(key);
        store().set(key, bytes(40, 1), NO_EXPIRY);
        assertThat(store().compareAndSet(key, token, bytes(40, 2), NO_EXPIRY)).isEqualTo(EXISTS);
        store().clear();
        assertThat(store().compareAndSet(key, token, bytes(40, 2), NO_EXPIRY)).isEqualTo(NOT_FOUND);
        store().add(key, bytes(40, 1), NO_EXPIRY);
        assertThat(store().compareAndSet(key, token, bytes(40, 2), NO_EXPIRY)).isEqualTo(EXISTS);
        assertThat(store().getValue(key)).isEqualTo(bytes(40, 1));
    }

    @Test
    default void write_again_changesFlagsExpiryAndToken() {
        byte[] key = key("k");
        int[] flags = {0, 1, 0, -1, 0x80000000, 0};
        long token = 0;
        for (int round = 0; round < flags.length; round++) {
            long expiry = round % 2 == 0 ? NO_EXPIRY : clock().in(1000 + round);
            store().write(WriteMode.SET, 0, key, 0, 1, bytes(32, round), 0, 32, expiry, flags[round]);
            StoreItem item = present(store(), key);
            assertThat(item.clientFlags()).isEqualTo(flags[round]);
            assertThat(item.expiryMillis()).isEqualTo(expiry);
            assertThat(item.value()).isEqualTo(bytes(32, round));
            assertThat(item.casToken()).isNotEqualTo(token);
            token = item.casToken();
        }
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    default void clear_removesEverythingAndTheStoreGoesOn() {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 300; i++) {
                assertThat(store().add(key("key" + i), bytes(i, round), NO_EXPIRY))
                        .as("round %d, item %d", round, i)
                        .isEqualTo(DONE);
            }
            assertThat(store().size()).isEqualTo(300);
            store().clear();
            assertThat(store().size()).isZero();
            assertThat(store().entries().advance()).isFalse();
            for (int i = 0; i < 300; i++) {
                assertThat(store().contains(key("key" + i))).isFalse();
            }
        }
    }

    @Test
    default void clear_twice_removesWhatCameBetween() {
        store().clear();
        store().set(key("a"), bytes(10, 1), NO_EXPIRY);
        store().clear();
        store().clear();
        store().set(key("b"), bytes(10, 2), NO_EXPIRY);
        assertThat(store().contains(key("a"))).isFalse();
        assertThat(store().getValue(key("b"))).isEqualTo(bytes(10, 2));
        assertThat(store().size()).isEqualTo(1);
    }

    /** Brings a key into a state and returns the token of the item it has or had, or some token. */
    private long prepare(KeyState state, byte[] key) {
        if (state == KeyState.NEVER) {
            store().delete(key);
            return 1;
        }
        long expiry = clock().in(state == KeyState.EXPIRED ? 10 : 100_000);
        store().write(WriteMode.SET, 0, key, 0, key.length, bytes(40, 1), 0, 40, expiry, 7);
        long token = present(store(), key).casToken();
        switch (state) {
            case DELETED -> store().delete(key);
            case EXPIRED -> clock().advance(10);
            case CLEARED -> store().clear();
            default -> assertThat(state).isEqualTo(KeyState.PRESENT);
        }
        return token;
    }

    /** Asserts what {@link #prepare} and one write of fifty bytes left. */
    private void assertWritten(KeyState before, byte[] key, StoreOutcome outcome) {
        if (outcome == DONE || before.isPresent()) {
            StoreItem item = present(store(), key);
            assertThat(item.value()).isEqualTo(outcome == DONE ? bytes(50, 2) : bytes(40, 1));
            assertThat(item.clientFlags()).isEqualTo(outcome == DONE ? 9 : 7);
            assertThat(item.expiryMillis()).isEqualTo(outcome == DONE ? NO_EXPIRY : clock().in(100_000));
        } else {
            assertThat(store().contains(key)).isFalse();
        }
    }
}
