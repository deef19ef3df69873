package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.memory.Memory;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyHashTest {
    private static final long SEED = 7;

    @Test
    void hash_sameBytesOnHeapAndInRegion_isTheSame() {
        Random random = new Random(SEED);
        KeyHash keyHash = new KeyHash(random.nextLong());
        try (Memory memory = Memory.allocate(4096, 4096)) {
            assertThat(memory.commit(0)).isTrue();
            for (int length = 0; length < 300; length++) {
                byte[] bytes = new byte[length + 10];
                random.nextBytes(bytes);
                int offset = random.nextInt(10);
                long where = random.nextInt(64);
                memory.putBytes(where, bytes, offset, length);
                assertThat(keyHash.hash(memory, where, length))
                        .as("length %d", length)
                        .isEqualTo(keyHash.hash(bytes, offset, length));
            }
        }
    }

    @Test
    void hash_bytesOutsideTheRange_doNotMatter() {
        KeyHash keyHash = new KeyHash(SEED);
        byte[] first = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        byte[] second = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0};
        assertThat(keyHash.hash(first, 1, 10)).isEqualTo(keyHash.hash(second, 1, 10));
    }

    @Test
    void hash_anotherSeed_isAnother() {
        byte[] key = "user:123".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(new KeyHash(1).hash(key, 0, key.length)).isNotEqualTo(new KeyHash(2).hash(key, 0, key.length));
    }

    @Test
    void hash_zerosOfDifferentLength_differ() {
        KeyHash keyHash = new KeyHash(SEED);
        Set<Long> hashes = new HashSet<>();
        byte[] zeros = new byte[1000];
        for (int length = 0; length <= zeros.length; length++) {
            hashes.add(keyHash.hash(zeros, 0, length));
        }
        assertThat(hashes).hasSize(zeros.length + 1);
    }

    /** Counting keys, the usual case, must fill each part of the hash evenly: chi-square over 256 cells. */
    @Test
    void hash_sequentialKeys_spreadEvenlyOverEachByte() {
        KeyHash keyHash = new KeyHash(SEED);
        int keys = 1 << 16;
        int[][] cells = new int[Long.BYTES][256];
        byte[] key = new byte[Long.BYTES];
        for (int i = 0; i < keys; i++) {
            ByteBuffer.wrap(key).putLong(i);
            long hash = keyHash.hash(key, 0, key.length);
            for (int part = 0; part < Long.BYTES; part++) {
                cells[part][(int) (hash >>> (part * Byte.SIZE)) & 0xFF]++;
            }
        }
        double expected = keys / 256.0;
        for (int part = 0; part < Long.BYTES; part++) {
            double chiSquare = 0;
            for (int count : cells[part]) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            // 255 degrees of freedom: 255 expected, 370 exceeded with a probability below 1e-5
            assertThat(chiSquare).as("byte %d", part).isLessThan(370);
        }
    }

    @Test
    void hash_oneBitFlipped_changesHalfOfTheBits() {
        KeyHash keyHash = new KeyHash(SEED);
        Random random = new Random(SEED);
        byte[] key = new byte[24];
        long flipped = 0;
        int trials = 0;
        for (int round = 0; round < 200; round++) {
            random.nextBytes(key);
            long hash = keyHash.hash(key, 0, key.length);
            for (int bit = 0; bit < key.length * Byte.SIZE; bit++) {
                key[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
                flipped += Long.bitCount(hash ^ keyHash.hash(key, 0, key.length));
                key[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
                trials++;
            }
        }
        assertThat((double) flipped / trials).isBetween(31.5, 32.5);
    }
}
