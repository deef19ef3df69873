package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.memory.Memory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Memory in the heap and memory outside of it answer alike. */
final class HeapMemoryTest {
    private static final int CAPACITY = 1 << 12;

    @Test
    void randomAccesses_answerAsMemoryOutsideTheHeap() {
        SplittableRandom random = new SplittableRandom(7);
        try (Memory memory = Memory.allocate(CAPACITY, CAPACITY);
                Memory heap = new HeapMemory(CAPACITY)) {
            assertThat(memory.commit(0)).isTrue();
            memory.zero(0, CAPACITY);
            for (int step = 0; step < 50_000; step++) {
                long offset = random.nextInt(CAPACITY - 200);
                long value = random.nextLong();
                int kind = random.nextInt(9);
                byte[] bytes = new byte[random.nextInt(90)];
                random.nextBytes(bytes);
                for (Memory each : new Memory[] {memory, heap}) {
                    write(each, kind, offset, value, bytes);
                }
                assertThat(read(heap, kind, offset, bytes.length))
                        .as("step %d kind %d offset %d", step, kind, offset)
                        .isEqualTo(read(memory, kind, offset, bytes.length));
            }
            assertThat(read(heap, 6, 0, CAPACITY)).isEqualTo(read(memory, 6, 0, CAPACITY));
        }
    }

    private static void write(Memory memory, int kind, long offset, long value, byte[] bytes) {
        long aligned = offset & -Long.BYTES;
        switch (kind) {
            case 0 -> memory.putByte(offset, (byte) value);
            case 1 -> memory.putShort(offset & -Short.BYTES, (short) value);
            case 2 -> memory.putInt(offset & -Integer.BYTES, (int) value);
            case 3 -> memory.putLong(offset, value);
            case 4 -> memory.putLongRelease(aligned, value);
            case 5 ->
                assertThat(memory.compareAndSetLong(
                                aligned, value % 2 == 0 ? memory.getLong(aligned) : ~memory.getLong(aligned), value))
                        .isEqualTo(value % 2 == 0);
            case 6 -> memory.putBytes(offset, bytes, 0, bytes.length);
            case 7 -> memory.putBytes(offset, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), 0, bytes.length);
            default -> {
                memory.copy(offset, (offset + CAPACITY / 2) % (CAPACITY - 200), Math.min(bytes.length, 64));
                memory.zero(offset, bytes.length);
            }
        }
    }

    private static byte[] read(Memory memory, int kind, long offset, int length) {
        ByteBuffer result = ByteBuffer.allocate(32 + length);
        result.put(memory.getByte(offset)).putShort(memory.getShort(offset & -Short.BYTES));
        result.putInt(memory.getInt(offset & -Integer.BYTES)).putLong(memory.getLong(offset));
        result.putLong(memory.getLongAcquire(offset & -Long.BYTES));
        if (kind % 2 == 0) {
            memory.getBytes(offset, result.array(), result.position(), length);
        } else {
            memory.getBytes(offset, result, result.position(), length);
        }
        return result.array();
    }
}
