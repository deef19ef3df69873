package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queues of a class of 32-byte chunks against a plain deque. */
final class FifoQueueTest {
    private static final long NOW = 1000;

    private final Geometry geometry = Geometry.of(4 << 20);
    private final Memory memory = Memory.allocate(geometry.capacity(), geometry.pageSize());
    private PageTable pages = new PageTable(geometry.pageCount(), page -> memory.commit(geometry.pageOffset(page)));
    private BlockPool blocks = new BlockPool(geometry, pages, PageTable.OWNER_QUEUES);
    private SlabClass slabClass = newClass();

    private SlabClass newClass() {
        return new SlabClass(
                0,
                32,
                geometry,
                memory,
                pages,
                new ClassPages(geometry.pageCount()),
                blocks,
                new EvictionTuner("queues", () -> 0));
    }

    @BeforeEach
    void lock() {
        slabClass.lock.lock();
    }

    @AfterEach
    void close() {
        slabClass.lock.unlock();
        memory.close();
    }

    private long link() {
        long chunk = slabClass.allocate();
        while (chunk == 0) {
            int page = pages.take(slabClass.id());
            assertThat(page).isNotEqualTo(PageTable.NO_PAGE);
            slabClass.addPage(page);
            chunk = slabClass.allocate();
        }
        memory.putByte(chunk + ItemLayout.FLAGS_OFFSET, (byte) ItemLayout.STATE_LINKED);
        return chunk;
    }

    /**
     * A chunk that is freed and queued again in the same segment may be met at its first place, so an item may come out
     * before those that entered since its segment began, but never before older ones.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pushPopFree_randomly_agreeWithADequeButForOneSegment(long seed) {
        Random random = new Random(seed);
        List<Long> model = new ArrayList<>();
        for (int step = 0; step < 30_000; step++) {
            int choice = random.nextInt(10);
            if (choice < 5 || model.isEmpty()) {
                long chunk = link();
                assertThat(slabClass.enqueue(chunk, false, NOW)).isTrue();
                model.add(chunk);
            } else if (choice < 8) {
                long chunk = slabClass.popCandidate(true);
                int place = model.indexOf(chunk);
                assertThat(place).as("seed %d step %d", seed, step).isBetween(0, 1023);
                model.remove(place);
                slabClass.free(chunk);
            } else {
                slabClass.free(model.remove(random.nextBoolean() ? model.size() - 1 : 0));
            }
            if (step % 1000 == 0) {
                slabClass.compactQueues();
            }
            assertThat(slabClass.queuedItems())
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(model.size());
        }
    }

    @Test
    void pop_neverFreedBefore_isInOrderOverManySegments() {
        List<Long> model = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long chunk = link();
            slabClass.enqueue(chunk, i % 2 == 0, NOW);
            if (i % 2 == 0) {
                model.add(chunk);
            }
        }
        for (long chunk : model) {
            assertThat(slabClass.popCandidate(false)).isEqualTo(chunk);
        }
    }

    @Test
    void compact_mostEntriesStale_givesBlocksBackAndKeepsTheOrder() {
        List<Long> chunks = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long chunk = link();
            slabClass.enqueue(chunk, true, NOW);
            chunks.add(chunk);
        }
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            if (i % 10 == 3) {
                kept.add(chunks.get(i));
            } else {
                slabClass.free(chunks.get(i));
            }
        }
        int freeBefore = blocks.available();
        for (int i = 0; i < 200; i++) {
            slabClass.compactQueues();
        }
        // 20 000 entries take 20 segments, 2000 fit into two, and the last segment is left alone
        assertThat(blocks.available() - freeBefore).isGreaterThanOrEqualTo(15);
        for (long chunk : kept) {
            assertThat(slabClass.popCandidate(false)).isEqualTo(chunk);
        }
        assertThat(slabClass.popCandidate(false)).isZero();
    }

    @Test
    void pop_chunkUsedAgain_countsAtItsNewPlace() {
        long first = link();
        slabClass.enqueue(first, false, NOW);
        long second = link();
        slabClass.enqueue(second, false, NOW);
        for (int i = 0; i < 1024; i++) {
            slabClass.enqueue(link(), false, NOW);
        }
        slabClass.free(first);
        // the chunk freed last is handed out first
        assertThat(link()).isEqualTo(first);
        slabClass.enqueue(first, true, NOW);
        assertThat(slabClass.popCandidate(true)).isEqualTo(second);
        assertThat(slabClass.popCandidate(false)).isEqualTo(first);
    }

    @Test
    void push_noBlockLeft_changesNothing() {
        long chunk = link();
        while (blocks.take() != BlockPool.NO_BLOCK) {
            assertThat(blocks.available()).isNotNegative();
        }
        assertThat(slabClass.enqueue(chunk, false, NOW)).isFalse();
        assertThat(slabClass.queuedItems()).isZero();
    }

    @Test
    void isSmallQueueNext_smallHoldsItsTenth_isTrue() {
        for (int i = 0; i < 90; i++) {
            slabClass.enqueue(link(), true, NOW);
        }
        assertThat(slabClass.isSmallQueueNext()).isFalse();
        for (int i = 0; i < 9; i++) {
            slabClass.enqueue(link(), false, NOW);
        }
        assertThat(slabClass.isSmallQueueNext()).isTrue();
        slabClass.free(slabClass.popCandidate(true));
        assertThat(slabClass.isSmallQueueNext()).isFalse();
    }
}
