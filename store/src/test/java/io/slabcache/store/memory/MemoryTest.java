package io.slabcache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.testing.CheckedMemory;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of memory does: each that this JVM has, and the one that checks the engine's accesses. */
@ParameterizedClass
@MethodSource("factories")
final class MemoryTest {
    private static final int PAGE = 1 << 20;
    private static final int CAPACITY = 4 * PAGE;
    private static final long SEED = 3;

    /** Whether this JVM was told to let nobody use {@code sun.misc.Unsafe} for memory. */
    private static final boolean UNSAFE_DENIED =
            ManagementFactory.getRuntimeMXBean().getInputArguments().contains("--sun-misc-unsafe-memory-access=deny");

    private final MemoryFactory factory;
    private final Memory memory;

    MemoryTest(MemoryFactory factory) {
        this.factory = factory;
        memory = factory.allocate(CAPACITY, PAGE);
    }

    static List<Named<MemoryFactory>> factories() {
        List<Named<MemoryFactory>> factories = new ArrayList<>();
        for (MemoryVariant variant : MemoryVariant.values()) {
            if (variant.isAvailable() && !(variant == MemoryVariant.CHRONICLE && UNSAFE_DENIED)) {
                factories.add(Named.of(variant.label(), variant::allocate));
            }
        }
        factories.add(Named.of("checked", CheckedMemory::new));
        return factories;
    }

    @BeforeEach
    void commit() {
        for (int offset = 0; offset < CAPACITY; offset += PAGE) {
            assertThat(memory.commit(offset)).isTrue();
        }
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void primitives_writtenAtTheEnds_areReadBack() {
        for (long offset : new long[] {0, 64, PAGE - 8, PAGE, CAPACITY - 8}) {
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
    void primitives_ofAnotherWidth_areTheSameBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        bytes.putLong(0, 0x1122334455667788L);
        memory.putLong(72, 0x1122334455667788L);
        for (int i = 0; i < 8; i++) {
            assertThat(memory.getByte(72 + i)).isEqualTo(bytes.get(i));
        }
        assertThat(memory.getInt(76)).isEqualTo(bytes.getInt(4));
        assertThat(memory.getShort(74)).isEqualTo(bytes.getShort(2));
        memory.putLong(83, 0x1122334455667788L);
        assertThat(memory.getLong(83)).isEqualTo(0x1122334455667788L);
        assertThat(memory.getByte(83)).isEqualTo(bytes.get(0));
    }

    @Test
    void primitives_ofARecord_areThoseWhereItBeginsAndFurther() {
        long record = PAGE + 48;
        memory.putLong(record, 21, 0x1122334455667788L);
        assertThat(memory.getLong(record + 21)).isEqualTo(0x1122334455667788L);
        assertThat(memory.getLong(record, 21)).isEqualTo(0x1122334455667788L);
        memory.putInt(record, 12, Integer.MAX_VALUE);
        assertThat(memory.getInt(record + 12)).isEqualTo(Integer.MAX_VALUE);
        assertThat(memory.getInt(record, 12)).isEqualTo(Integer.MAX_VALUE);
        memory.putByte(record, 11, (byte) -5);
        assertThat(memory.getByte(record + 11)).isEqualTo((byte) -5);
        assertThat(memory.getByte(record, 11)).isEqualTo((byte) -5);
    }

    @Test
    void primitives_ofAllPages_areApart() {
        for (long offset = 0; offset < CAPACITY; offset += 4096) {
            memory.putLong(offset, offset);
        }
        for (long offset = 0; offset < CAPACITY; offset += 4096) {
            assertThat(memory.getLong(offset)).isEqualTo(offset);
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
    void compareAndSetLong_byTwoThreads_losesNothing() {
        memory.putLong(PAGE, 0);
        Runnable counting = () -> {
            for (int i = 0; i < 100_000; i++) {
                long value = memory.getLongAcquire(PAGE);
                while (!memory.compareAndSetLong(PAGE, value, value + 1)) {
                    value = memory.getLongAcquire(PAGE);
                }
            }
        };
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(counting, task -> new Thread(task, "counting").start());
        counting.run();
        other.join();
        assertThat(memory.getLong(PAGE)).isEqualTo(200_000);
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
                direct.duplicate().position(source.length).limit(source.length),
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
        for (ByteBuffer buffer : new ByteBuffer[] {
            ByteBuffer.allocateDirect(length + 4),
            ByteBuffer.allocate(length + 4),
            ByteBuffer.allocate(length + 9).position(5).slice()
        }) {
            memory.getBytes(16, buffer, 2, length + 2);
            byte[] copied = new byte[length + 2];
            buffer.get(2, copied);
            assertThat(copied).isEqualTo(expected);
            assertThat(buffer.position()).isZero();
        }
    }

    @Test
    void copies_ofNoBytesBehindTheLastPage_doNothing() {
        try (Memory begun = factory.allocate(CAPACITY, PAGE)) {
            assertThat(begun.commit(0)).isTrue();
            // behind the last page, and behind one whose neighbour was not committed
            for (long offset : new long[] {CAPACITY, PAGE}) {
                byte[] array = {1};
                begun.putBytes(offset, array, 1, 0);
                begun.getBytes(offset, array, 1, 0);
                for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.wrap(array), ByteBuffer.allocateDirect(1)}) {
                    begun.putBytes(offset, buffer, 1, 0);
                    begun.getBytes(offset, buffer, 1, 0);
                }
                assertThat(array).containsExactly(1);
            }
        }
    }

    @Test
    void copy_insideTheRegion_keepsTheBytes() {
        byte[] bytes = new byte[1000];
        new Random(SEED).nextBytes(bytes);
        memory.putBytes(100, bytes, 0, bytes.length);
        for (long to : new long[] {5001, 2 * PAGE + 3}) {
            memory.copy(100, to, bytes.length);
            byte[] copied = new byte[bytes.length];
            memory.getBytes(to, copied, 0, copied.length);
            assertThat(copied).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 64, 4096, 4104, 10_000})
    void zero_someBytes_leavesTheOthers(int length) {
        byte[] ones = new byte[length + 16];
        Arrays.fill(ones, (byte) 1);
        memory.putBytes(0, ones, 0, ones.length);
        memory.zero(8, length);
        byte[] found = new byte[ones.length];
        memory.getBytes(0, found, 0, found.length);
        Arrays.fill(ones, 8, 8 + length, (byte) 0);
        assertThat(found).isEqualTo(ones);
    }

    @Test
    void commit_again_keepsTheBytes() {
        memory.putLong(PAGE, 7);
        assertThat(memory.commit(PAGE)).isTrue();
        assertThat(memory.getLong(PAGE)).isEqualTo(7);
    }

    @Test
    void allocate_capacityThatIsNoPowerOfTwo_reachesToItsEnd() {
        int page = 1 << 16;
        for (int pages : new int[] {1, 7, 129, 1025}) {
            try (Memory odd = factory.allocate((long) pages * page, page)) {
                assertThat(odd.capacity()).isEqualTo((long) pages * page);
                for (int i = pages - 1; i >= 0; i -= 3) {
                    assertThat(odd.commit((long) i * page)).isTrue();
                    odd.putLong((long) (i + 1) * page - 8, i);
                }
                for (int i = pages - 1; i >= 0; i -= 3) {
                    assertThat(odd.getLong((long) (i + 1) * page - 8)).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void allocate_moreThanTheAddressSpace_isRefused() {
        assertThatThrownBy(() -> factory.allocate(1L << 60, PAGE)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void capacity_isWhatWasAskedFor() {
        assertThat(memory.capacity()).isEqualTo(CAPACITY);
    }
}
