package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The memory that checks the engine is itself checked: it refuses each kind of forbidden access. */
class CheckedMemoryTest {
    private static final int PAGE = 4096;

    @Test
    void accesses_forbidden_areRefusedAndRemembered() {
        CheckedMemory memory = new CheckedMemory(4 * PAGE, PAGE);
        memory.commit(0);
        memory.commit(2 * PAGE);
        memory.watchFreePages(page -> page == 2);
        byte[] bytes = new byte[2 * PAGE];
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("getByte outside the region", () -> memory.getByte(4 * PAGE));
        calls.put("getInt outside the region", () -> memory.getInt(-4));
        calls.put("getBytes over the end of a page", () -> memory.getBytes(PAGE - 8, bytes, 0, 9));
        calls.put("putBytes over the end of a page", () -> memory.putBytes(1, ByteBuffer.wrap(bytes), 0, PAGE));
        calls.put("getInt of a record in another page", () -> memory.getInt(PAGE - 8, 8));
        calls.put("zero over the end of a page", () -> memory.zero(0, PAGE + 1));
        calls.put("getLongAcquire that is not aligned", () -> memory.getLongAcquire(4));
        calls.put("putShort that is not aligned", () -> memory.putShort(1, (short) 0));
        calls.put("commit that is not aligned", () -> memory.commit(8));
        calls.put("getLong of a page that was not committed", () -> memory.getLong(PAGE));
        calls.put("copy of a page that was not committed", () -> memory.copy(0, PAGE, 8));
        calls.put("putLong to a free page", () -> memory.putLong(2 * PAGE, 1));
        calls.put("compareAndSetLong to a free page", () -> memory.compareAndSetLong(2 * PAGE, 0, 1));
        calls.forEach((what, call) ->
                assertThatThrownBy(call).isInstanceOf(AssertionError.class).hasMessageStartingWith(what + ": "));

        assertThat(memory.getLong(2 * PAGE)).as("what a free page holds").isNotEqualTo(1);
        memory.close();
        assertThatThrownBy(() -> memory.getByte(0))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("getByte after the end: ");
        assertThat(memory.violations()).hasSize(calls.size() + 1);
    }

    @Test
    void commit_noMorePages_isRefused() {
        try (CheckedMemory memory = new CheckedMemory(4 * PAGE, PAGE)) {
            memory.giveNoMoreThan(1);
            assertThat(memory.commit(0)).isTrue();
            assertThat(memory.commit(PAGE)).isFalse();
            assertThat(memory.commit(0)).isTrue();
            memory.giveNoMoreThan(1);
            assertThat(memory.commit(PAGE)).isTrue();
            assertThat(memory.violations()).isEmpty();
        }
    }
}
