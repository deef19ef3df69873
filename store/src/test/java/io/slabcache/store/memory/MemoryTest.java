package io.slabcache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MemoryTest {
    private static final int CAPACITY = 1 << 20;
    private static final long SEED = 3;

    private final Memory memory = Memory.allocate(CAPACITY);

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void primitives_writtenAtTheEnds_areReadBack() {
        for (long offset : new long[] {0, 64, CAPACITY - 8}) {
            memory.putLong(offset, 0x1122334455667788L);
            assertThat(memory.getLong(offset)).isEqualTo(0x1122334455667788L);
            assertThat(memory.getLongAcquire(offset)).isEqualTo(0x1122334455667788L);
            memory.putLongRelease(offset, -2);
            assertThat(memory.getLong(offset)).isEqualTo(-2);
            memory.putInt(offset, Integer.MIN_VALUE);
            assertThat(memory.getInt(offset)).isEqualTo(Integer.MIN_VALUE);
            memory.putShort(offset, (short) -3);
            assertThat(memory.getShort(offset)).isEqualTo((short) -3);
            memory.putByte(offset, (byte) -4);
            assertThat(memory.getByte(offset)).isEqualTo((byte) -4);
        }
    }

    @Test
    void compareAndSetLong_onlyTheExpectedValue_isReplaced() {
        memory.putLong(8, 5);
        assertThat(memory.compareAndSetLong(8, 4, 6)).isFalse();
        assertThat(memory.getLong(8)).isEqualTo(5);
        assertThat(memory.compareAndSetLong(8, 5, 6)).isTrue();
        assertThat(memory.getLong(8)).isEqualTo(6);
    }

    @Test
    void copies_betweenRegionAndEveryKindOfBuffer_keepTheBytes() {
        Random random = new Random(SEED);
        for (int length : new int[] {0, 1, 7, 8, 9, 100, 4096, 131_072, 131_073, 400_000}) {
            byte[] source = new byte[length + 6];
            random.nextBytes(source);
            ByteBuffer direct = ByteBuffer.allocateDirect(source.length);
            direct.put(0, source);
            ByteBuffer[] sources = {
                ByteBuffer.wrap(source),
                ByteBuffer.wrap(source).asReadOnlyBuffer(),
                direct,
                direct.asReadOnlyBuffer(),
                ByteBuffer.wrap(new byte[source.length + 3], 3, source.length)
                        .slice()
                        .put(0, source)
            };
            for (ByteBuffer buffer : sources) {
                int position = buffer.position();
                memory.zero(16, length + 16L);
                memory.putBytes(17, buffer, 5, length);
                assertThat(buffer.position()).isEqualTo(position);
                assertReadBack(source, length);
            }
            memory.zero(16, length + 16L);
            memory.putBytes(17, source, 5, length);
            assertReadBack(source, length);
        }
    }

    private void assertReadBack(byte[] source, int length) {
        byte[] expected = new byte[length + 2];
        System.arraycopy(source, 5, expected, 1, length);
        byte[] array = new byte[length + 2];
        memory.getBytes(16, array, 0, array.length);
        assertThat(array).isEqualTo(expected);
        ByteBuffer direct = ByteBuffer.allocateDirect(length + 4);
        memory.getBytes(16, direct, 2, length + 2);
        byte[] copied = new byte[length + 2];
        direct.get(2, copied);
        assertThat(copied).isEqualTo(expected);
        assertThat(direct.position()).isZero();
    }

    @Test
    void copy_insideTheRegion_keepsTheBytes() {
        byte[] bytes = new byte[1000];
        new Random(SEED).nextBytes(bytes);
        memory.putBytes(100, bytes, 0, bytes.length);
        memory.copy(100, 5001, bytes.length);
        byte[] copied = new byte[bytes.length];
        memory.getBytes(5001, copied, 0, copied.length);
        assertThat(copied).isEqualTo(bytes);
    }

    @Test
    void allocate_moreThanTheAddressSpace_isRefused() {
        assertThatThrownBy(() -> Memory.allocate(1L << 60)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void capacity_isWhatWasAskedFor() {
        assertThat(memory.capacity()).isEqualTo(CAPACITY);
    }
}
