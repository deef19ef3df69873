package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.memory.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table against a map from index hash to offset. */
final class IndexTableTest {
    private static final int BLOCKS = 64;
    private static final long FIRST_OFFSET = 4096;

    private static final int PAGE = 2 * BLOCKS * BlockPool.BLOCK_SIZE;

    private final Memory memory = Memory.allocate(PAGE, PAGE);

    @BeforeEach
    void commit() {
        assertThat(memory.commit(0)).isTrue();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private IndexTable table(int firstBlock, int blockCount) {
        int[] blocks = new int[blockCount];
        for (int i = 0; i < blockCount; i++) {
            blocks[i] = firstBlock + i;
        }
        return new IndexTable(memory, blocks);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void insertAndRemove_randomly_agreesWithAMap(long seed) {
        Random random = new Random(seed);
        IndexTable table = table(1, 3);
        Map<Integer, Long> model = new HashMap<>();
        List<Integer> hashes = new ArrayList<>();
        long nextOffset = FIRST_OFFSET;
        for (int step = 0; step < 20_000; step++) {
            if (model.size() < table.itemsWanted() && (hashes.isEmpty() || random.nextInt(5) < 3)) {
                int hash = random.nextInt();
                nextOffset += 8;
                if (!model.containsKey(hash)) {
                    boolean inserted = table.insert(hash, IndexEntry.of(hash, nextOffset, 0));
                    // near its limit a table may run out of overflow lines
                    assertThat(inserted || model.size() > table.itemsWanted() * 3 / 4)
                            .as("seed %d step %d", seed, step)
                            .isTrue();
                    if (inserted) {
                        model.put(hash, nextOffset);
                        hashes.add(hash);
                    }
                }
            } else {
                int at = random.nextInt(hashes.size());
                int hash = hashes.get(at);
                hashes.set(at, hashes.get(hashes.size() - 1));
                hashes.remove(hashes.size() - 1);
                long location = table.locationOf(hash, Objects.requireNonNull(model.remove(hash)));
                assertThat(location).as("seed %d step %d", seed, step).isNotZero();
                table.remove(hash, location);
            }
        }
        verify(table, model, seed);
    }

    @Test
    void insert_oneBucketOnly_failsWhenTheOverflowLinesAreUsedUp() {
        IndexTable table = table(1, 1);
        int inserted = 0;
        while (table.insert(inserted, IndexEntry.of(inserted, FIRST_OFFSET + 8L * inserted, 0))) {
            inserted++;
        }
        assertThat(inserted).isEqualTo(IndexTable.ENTRIES_PER_LINE * 11);
        for (int hash = 0; hash < inserted; hash++) {
            assertThat(table.locationOf(hash, FIRST_OFFSET + 8L * hash)).isNotZero();
        }
        for (int hash = 0; hash < inserted; hash++) {
            table.remove(hash, table.locationOf(hash, FIRST_OFFSET + 8L * hash));
        }
        assertThat(table.insert(1, IndexEntry.of(1, FIRST_OFFSET, 0))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void addAll_intoALargerTable_findsEveryEntryAgain(long seed) {
        Random random = new Random(seed);
        IndexTable small = table(1, 1);
        Map<Integer, Long> model = new HashMap<>();
        for (int i = 0; i < small.itemsWanted() * 3 / 4; i++) {
            int hash = random.nextInt();
            long offset = FIRST_OFFSET + 8L * i;
            if (model.putIfAbsent(hash, offset) == null) {
                assertThat(small.insert(hash, IndexEntry.of(hash, offset, i & 3)))
                        .isTrue();
            }
        }
        IndexTable larger = small;
        int firstBlock = 2;
        for (int blocks = 2; blocks < 9; blocks++) {
            IndexTable next = table(firstBlock, blocks);
            firstBlock += blocks;
            assertThat(next.addAll(larger)).isTrue();
            larger = next;
        }
        verify(larger, model, seed);
    }

    @Test
    void indexHash_everyBucketBorder_isFoundAgain() {
        for (int blocks : new int[] {1, 2, 7}) {
            IndexTable table = table(1, blocks);
            for (int bucket = 0; bucket < table.bucketCount(); bucket++) {
                for (long hash : new long[] {table.firstHash(bucket), table.firstHash(bucket + 1) - 1}) {
                    assertThat(table.bucketNumber((int) hash)).isEqualTo(bucket);
                    assertThat(Integer.toUnsignedLong(table.indexHash(bucket, IndexEntry.of((int) hash, 8, 0))))
                            .isEqualTo(hash);
                }
            }
        }
    }

    @Test
    void remove_anEntry_changesTheVersionTwice() {
        IndexTable table = table(1, 1);
        table.insert(5, IndexEntry.of(5, FIRST_OFFSET, 0));
        long before = memory.getLong(table.bucket(5));
        table.remove(5, table.locationOf(5, FIRST_OFFSET));
        assertThat(memory.getLong(table.bucket(5)) - before).isEqualTo(2);
    }

    @Test
    void ghosts_lately_areRememberedOnce_andTheOldestGoFirst() {
        IndexTable table = table(1, 1);
        table.addGhost(77);
        assertThat(table.removeGhost(77)).isTrue();
        assertThat(table.removeGhost(77)).isFalse();
        table.addGhost(1);
        // index hashes close together share a ghost line
        for (int hash = 2; hash < 29; hash++) {
            table.addGhost(hash);
        }
        assertThat(table.removeGhost(28)).isTrue();
        table.addGhost(100);
        table.addGhost(101);
        assertThat(table.removeGhost(1)).isFalse();
    }

    private void verify(IndexTable table, Map<Integer, Long> model, long seed) {
        model.forEach((hash, offset) -> {
            long location = table.locationOf(hash, offset);
            assertThat(location).as("seed %d hash %d", seed, hash).isNotZero();
            assertThat(table.indexHash(table.bucketNumber(hash), memory.getLong(location)))
                    .as("seed %d", seed)
                    .isEqualTo(hash);
        });
        int entries = 0;
        for (int bucket = 0; bucket < table.bucketCount(); bucket++) {
            for (long line = table.bucketAt(bucket); line != 0; line = table.overflowLine(memory.getLong(line))) {
                for (long at = line + Long.BYTES; at < line + IndexTable.LINE_SIZE; at += Long.BYTES) {
                    entries += memory.getLong(at) == 0 ? 0 : 1;
                }
            }
        }
        assertThat(entries).as("seed %d", seed).isEqualTo(model.size());
    }
}
