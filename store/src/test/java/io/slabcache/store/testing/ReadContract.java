package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.MISS;
import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static io.slabcache.store.testing.StoreFixture.bytes;
import static io.slabcache.store.testing.StoreFixture.key;
import static io.slabcache.store.testing.StoreFixture.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads in all their forms, over all sizes of keys and values. */
public interface ReadContract extends StoreFixture {
    @Test
    default void read_absentKey_everyFormMisses() {
        assertAbsent(store(), key("absent"));
    }

    @Test
    default void read_deletedKey_everyFormMisses() {
        store().set(key("k"), bytes(10, 1), NO_EXPIRY);
        store().delete(key("k"));
        assertAbsent(store(), key("k"));
    }

    @Test
    default void read_expiredKey_everyFormMisses() {
        for (int form = 0; form < 7; form++) {
            byte[] key = key("k" + form);
            store().set(key, bytes(10, 1), clock().in(5));
            clock().advance(5);
            switch (form) {
                case 0 -> assertThat(store().get(key)).isNull();
                case 1 -> assertThat(store().get(ByteBuffer.wrap(key))).isNull();
                case 2 -> assertThat(store().getValue(key)).isNull();
                case 3 ->
                    assertThat(store().getInto(key, 0, key.length, new byte[10], 0, 10))
                            .isEqualTo(MISS);
                case 4 ->
                    assertThat(store().getInto(ByteBuffer.wrap(key), ByteBuffer.allocate(10)))
                            .isEqualTo(MISS);
                case 5 -> assertThat(store().contains(key)).isFalse();
                default -> assertThat(store().entries().advance()).isFalse();
            }
            assertAbsent(store(), key);
        }
    }

    @Test
    default void get_presentKey_returnsEverythingWritten() {
        byte[] value = bytes(100, 1);
        long expiry = clock().in(1000);
        store().write(WriteMode.SET, 0, key("plain"), 0, 5, value, 0, 100, expiry, 0);
        store().write(WriteMode.SET, 0, key("flags"), 0, 5, value, 0, 100, NO_EXPIRY, 0xdeadbeef);

        StoreItem plain = present(store(), key("plain"));
        assertThat(plain.value()).isEqualTo(value);
        assertThat(plain.expiryMillis()).isEqualTo(expiry);
        assertThat(plain.casToken()).isNotZero();
        assertThat(plain.clientFlags()).isZero();
        StoreItem flags = present(store(), key("flags"));
        assertThat(flags.value()).isEqualTo(value);
        assertThat(flags.expiryMillis()).isEqualTo(NO_EXPIRY);
        assertThat(flags.casToken()).isNotZero().isNotEqualTo(plain.casToken());
        assertThat(flags.clientFlags()).isEqualTo(0xdeadbeef);
    }

    @Test
    default void get_resultChangedByTheCaller_storeUnharmed() {
        byte[] value = bytes(20, 1);
        byte[] written = value.clone();
        store().set(key("k"), written, NO_EXPIRY);
        Arrays.fill(written, (byte) 0);
        Arrays.fill(present(store(), key("k")).value(), (byte) 0);
        assertThat(store().getValue(key("k"))).isEqualTo(value);
    }

    @Test
    default void get_rangeOfAnArray_usesTheRangeOnly() {
        store().set(key("inner"), bytes(8, 1), NO_EXPIRY);
        byte[] around = key("<<inner>>");
        assertThat(store().get(around, 2, 5)).isNotNull();
        assertThat(store().getValue(around, 2, 5)).isEqualTo(bytes(8, 1));
        assertThat(store().contains(around, 2, 5)).isTrue();
        assertThat(store().contains(around, 1, 5)).isFalse();
        assertThat(store().contains(around)).isFalse();
    }

    @Test
    default void getInto_array_copiesIntoTheRangeAlone() {
        byte[] value = bytes(10, 3);
        store().set(key("k"), value, NO_EXPIRY);
        byte[] target = new byte[20];

        assertThat(store().getInto(key("<k>"), 1, 1, target, 4, 12)).isEqualTo(10);

        byte[] expected = new byte[20];
        System.arraycopy(value, 0, expected, 4, 10);
        assertThat(target).isEqualTo(expected);
    }

    @Test
    default void getInto_arrayTooSmall_returnsTheLengthAndStaysInTheRange() {
        store().set(key("k"), bytes(10, 3), NO_EXPIRY);
        byte[] target = new byte[20];
        assertThat(store().getInto(key("k"), 0, 1, target, 4, 9)).isEqualTo(10);
        assertThat(store().getInto(key("k"), 0, 1, target, 20, 0)).isEqualTo(10);
        assertThat(Arrays.copyOf(target, 4)).containsOnly(0);
        assertThat(Arrays.copyOfRange(target, 13, 20)).containsOnly(0);
        assertThat(store().getInto(key("k"), 0, 1, target, 4, 10)).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(BufferKind.class)
    default void getInto_buffer_copiesAtThePositionAndAdvancesIt(BufferKind kind) {
        byte[] value = bytes(300, 4);
        store().set(key("k"), value, NO_EXPIRY);
        ByteBuffer target = kind.room(310);
        int position = target.position();
        int limit = target.limit();
        if (kind.isReadOnly()) {
            assertThatThrownBy(() -> store().getInto(ByteBuffer.wrap(key("k")), target))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(target.position()).isEqualTo(position);
            assertThat(target.get(position)).isZero();
            assertThat(store().getValue(key("k"))).isEqualTo(value);
            return;
        }

        assertThat(store().getInto(ByteBuffer.wrap(key("k")), target)).isEqualTo(300);

        assertThat(target.position()).isEqualTo(position + 300);
        assertThat(target.limit()).isEqualTo(limit);
        byte[] copied = new byte[300];
        target.get(position, copied);
        assertThat(copied).isEqualTo(value);
        byte[] rest = new byte[10];
        target.get(position + 300, rest);
        assertThat(rest).containsOnly(0);
        assertThat(target.get(position - 1)).isEqualTo((byte) 0x5a);
        assertThat(target.duplicate().clear().get(limit)).isEqualTo((byte) 0x5a);
    }

    @ParameterizedTest
    @EnumSource(
            value = BufferKind.class,
            names = {"HEAP", "DIRECT"})
    default void getInto_bufferTooSmall_returnsTheLengthAndStaysInTheRange(BufferKind kind) {
        store().set(key("k"), bytes(300, 4), NO_EXPIRY);
        ByteBuffer target = kind.room(299);
        int position = target.position();
        assertThat(store().getInto(ByteBuffer.wrap(key("k")), target)).isEqualTo(300);
        assertThat(target.position()).isEqualTo(position);
        assertThat(target.get(position - 1)).isEqualTo((byte) 0x5a);
        assertThat(target.duplicate().clear().get(target.limit())).isEqualTo((byte) 0x5a);
    }

    @ParameterizedTest
    @EnumSource(BufferKind.class)
    default void buffers_keyAndValue_areReadAndLeftAsTheyAre(BufferKind kind) {
        byte[] key = bytes(40, 7);
        byte[] value = bytes(500, 8);
        ByteBuffer keyBuffer = kind.of(key);
        ByteBuffer valueBuffer = kind.of(value);
        ByteBuffer keyBefore = keyBuffer.duplicate();
        ByteBuffer valueBefore = valueBuffer.duplicate();

        assertThat(store().write(WriteMode.SET, 0, keyBuffer, valueBuffer, NO_EXPIRY, 0))
                .isEqualTo(StoreOutcome.DONE);
        StoreItem item = store().get(keyBuffer);
        int copied = store().getInto(keyBuffer, ByteBuffer.allocate(500));

        assertThat(item).isNotNull();
        assertThat(item.value()).isEqualTo(value);
        assertThat(copied).isEqualTo(500);
        assertThat(store().getValue(key)).isEqualTo(value);
        assertThat(keyBuffer.position()).isEqualTo(keyBefore.position());
        assertThat(keyBuffer.limit()).isEqualTo(keyBefore.limit());
        assertThat(valueBuffer.position()).isEqualTo(valueBefore.position());
        assertThat(valueBuffer.limit()).isEqualTo(valueBefore.limit());
        assertThat(keyBuffer).isEqualTo(keyBefore);
        assertThat(valueBuffer).isEqualTo(valueBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 15, 16, 17, 250, 255, 256, 257, 4096, 32_767, 32_768, 65_534, 65_535})
    default void keys_ofAnyLegalLength_areToldApartByTheirLastByte(int length) {
        byte[] key = bytes(length, 1);
        byte[] other = key.clone();
        other[length - 1] ^= 1;
        store().set(key, bytes(30, 1), NO_EXPIRY);
        assertThat(store().contains(other)).isFalse();
        store().set(other, bytes(30, 2), NO_EXPIRY);
        assertThat(store().getValue(key)).isEqualTo(bytes(30, 1));
        assertThat(store().getValue(other)).isEqualTo(bytes(30, 2));
        assertThat(store().delete(key)).isTrue();
        assertThat(store().getValue(other)).isEqualTo(bytes(30, 2));
    }

    @Test
    default void keys_onePrefixOfTheOther_areDifferent() {
        byte[] longest = new byte[64];
        for (int length = 1; length <= 64; length++) {
            store().write(WriteMode.SET, 0, longest, 0, length, bytes(length, 5), 0, length, NO_EXPIRY, 0);
        }
        for (int length = 1; length <= 64; length++) {
            assertThat(store().getValue(longest, 0, length)).isEqualTo(bytes(length, 5));
        }
        assertThat(store().size()).isEqualTo(64);
    }

    @Test
    default void values_ofEveryOrderOfSize_comeBackWhole() {
        byte[] key = bytes(20, 1);
        for (int length : valueLengths(key.length)) {
            int seed = 0;
            for (WriteWay way : WriteWay.values()) {
                byte[] value = bytes(length, seed++);
                assertThat(way.write(store(), WriteMode.SET, 0, key, value, NO_EXPIRY, 0))
                        .as("%s of %d bytes", way, length)
                        .isEqualTo(StoreOutcome.DONE);
                assertValue(store(), key, value);
            }
            assertThat(store().delete(key)).isTrue();
            assertAbsent(store(), key);
        }
    }

    @Test
    default void values_replacedByOthersOfAnySize_comeBackWhole() {
        byte[] key = bytes(20, 1);
        List<Integer> lengths = valueLengths(key.length);
        for (int step = 0; step < lengths.size(); step++) {
            for (int length : new int[] {lengths.get(step), lengths.get(lengths.size() - 1 - step)}) {
                byte[] value = bytes(length, step);
                assertThat(store().set(key, value, NO_EXPIRY)).isEqualTo(StoreOutcome.DONE);
                assertValue(store(), key, value);
                assertThat(store().size()).isEqualTo(1);
            }
        }
    }

    /** Lengths around every power of two, up to the limit. */
    private List<Integer> valueLengths(int keyLength) {
        List<Integer> lengths = new ArrayList<>(List.of(0));
        int longest = maxItemSize() - keyLength - HEADER_ROOM;
        for (int power = 1; power <= longest / 2; power *= 2) {
            lengths.add(power);
            lengths.add(power + power / 2 - 1);
        }
        lengths.add(longest - 1);
        lengths.add(longest);
        return lengths;
    }

    private static void assertValue(SlabStore store, byte[] key, byte[] value) {
        assertThat(present(store, key).value()).isEqualTo(value);
        assertThat(store.getValue(key)).isEqualTo(value);
        byte[] target = new byte[value.length + 1];
        assertThat(store.getInto(key, 0, key.length, target, 1, value.length)).isEqualTo(value.length);
        assertThat(Arrays.equals(target, 1, target.length, value, 0, value.length))
                .isTrue();
        ByteBuffer direct = ByteBuffer.allocateDirect(value.length);
        assertThat(store.getInto(ByteBuffer.wrap(key), direct)).isEqualTo(value.length);
        assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(store.contains(key)).isTrue();
    }

    private static void assertAbsent(SlabStore store, byte[] key) {
        byte[] target = new byte[100];
        ByteBuffer buffer = ByteBuffer.allocate(100);
        assertThat(store.get(key)).isNull();
        assertThat(store.get(key, 0, key.length)).isNull();
        assertThat(store.get(ByteBuffer.wrap(key))).isNull();
        assertThat(store.getValue(key)).isNull();
        assertThat(store.getInto(key, 0, key.length, target, 0, 100)).isEqualTo(MISS);
        assertThat(store.getInto(ByteBuffer.wrap(key), buffer)).isEqualTo(MISS);
        assertThat(buffer.position()).isZero();
        assertThat(store.contains(key)).isFalse();
    }
}
