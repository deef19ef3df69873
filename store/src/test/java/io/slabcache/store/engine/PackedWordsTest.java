package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.SlabStoreBuilder;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Round trips of the words that pack several fields. */
final class PackedWordsTest {
    private static final long SEED = 20261122L;
    private static final int ROUNDS = 100_000;
    private static final long LARGEST_OFFSET = (128L << 30) - 8;

    @Test
    void indexEntry_anyFields_roundTrip() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            int indexHash = random.nextInt();
            long offset = random.nextLong(1, LARGEST_OFFSET / 8 + 1) * 8;
            int frequency = random.nextInt(4);
            long entry = IndexEntry.of(indexHash, offset, frequency);
            assertThat(IndexEntry.offset(entry)).as("round %d", i).isEqualTo(offset);
            assertThat(IndexEntry.tag(entry)).as("round %d", i).isEqualTo(IndexEntry.tagOf(indexHash));
            assertThat(IndexEntry.frequency(entry)).as("round %d", i).isEqualTo(frequency);
        }
    }

    @Test
    void indexEntry_oneFieldChanged_othersStay() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            int indexHash = random.nextInt();
            long entry = IndexEntry.of(indexHash, LARGEST_OFFSET, random.nextInt(3));
            assertThat(IndexEntry.withOffset(entry, 4096))
                    .isEqualTo(IndexEntry.of(indexHash, 4096, IndexEntry.frequency(entry)));
            assertThat(IndexEntry.withFrequency(entry, 2)).isEqualTo(IndexEntry.of(indexHash, LARGEST_OFFSET, 2));
            assertThat(IndexEntry.withFrequencyOneMore(entry))
                    .isEqualTo(IndexEntry.of(indexHash, LARGEST_OFFSET, IndexEntry.frequency(entry) + 1));
        }
    }

    @Test
    void bucketWord_versionAndLink_doNotDisturbEachOther() {
        Random random = new Random(SEED);
        long word = 0;
        int link = 0;
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(BucketWord.isChanging(word)).isFalse();
            word = BucketWord.withNextVersion(word);
            assertThat(BucketWord.isChanging(word)).isTrue();
            assertThat(BucketWord.link(word)).isEqualTo(link);
            link = random.nextInt(BucketWord.MAX_OVERFLOW_LINES + 1);
            word = BucketWord.withLink(word, link);
            word = BucketWord.withNextVersion(word);
            assertThat(BucketWord.link(word)).isEqualTo(link);
        }
    }

    @Test
    void bucketWord_largestVersion_comesRoundWithoutTouchingTheLink() {
        long word = BucketWord.withLink((1L << 40) - 1, 7);
        assertThat(BucketWord.withNextVersion(word)).isEqualTo(BucketWord.withLink(0, 7));
    }

    @Test
    void expiryAndKeyLength_anyFields_roundTrip() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            long expiry = random.nextLong(ItemLayout.NEVER + 1);
            int keyLength = random.nextInt(1, 65_536);
            long word = ItemLayout.expiryAndKeyLength(expiry, keyLength);
            assertThat(ItemLayout.expiry(word)).isEqualTo(expiry);
            assertThat(ItemLayout.keyLength(word)).isEqualTo(keyLength);
        }
    }

    @Test
    void expiryAndKeyLength_expiryBeyondTheField_isNever() {
        assertThat(ItemLayout.expiry(ItemLayout.expiryAndKeyLength(Long.MAX_VALUE, 1)))
                .isEqualTo(ItemLayout.NEVER);
    }

    @Test
    void flags_lengthThenState_roundTripWithTheFlags() {
        Random random = new Random(SEED);
        int[] states = {
            ItemLayout.STATE_FREE, ItemLayout.STATE_RESERVED, ItemLayout.STATE_LINKED, ItemLayout.STATE_PIECE
        };
        for (int i = 0; i < ROUNDS; i++) {
            int kinds = (random.nextInt(2) * ItemLayout.FLAG_EXTENDED) | (random.nextInt(2) * ItemLayout.FLAG_CHAINED);
            int length = random.nextInt(ItemLayout.UNCHAINED_VALUE_LENGTH_LIMIT);
            int state = states[random.nextInt(states.length)];
            int other = random.nextInt(ItemLayout.UNCHAINED_VALUE_LENGTH_LIMIT);
            byte flags = (byte) ItemLayout.withState(
                    ItemLayout.withValueLength(ItemLayout.withValueLength(kinds, other), length), state);
            assertThat(ItemLayout.state(flags)).isEqualTo(state);
            assertThat(ItemLayout.valueLength((short) length, flags)).isEqualTo(length);
            assertThat(flags & (ItemLayout.FLAG_EXTENDED | ItemLayout.FLAG_CHAINED))
                    .isEqualTo(kinds);
        }
    }

    @Test
    void valueLength_garbage_isNotNegative() {
        assertThat(ItemLayout.valueLength((short) -1, -1)).isEqualTo(ItemLayout.UNCHAINED_VALUE_LENGTH_LIMIT - 1);
    }

    @Test
    void queued_anyTag_differsByQueueAndTagAndIsNeverNone() {
        Set<Byte> seen = new HashSet<>(Set.of((byte) 0));
        for (int tag = 0; tag < ItemLayout.QUEUE_TAG_LIMIT; tag++) {
            assertThat(seen.add(ItemLayout.queued(ItemLayout.QUEUE_SMALL, tag))).isTrue();
            assertThat(seen.add(ItemLayout.queued(ItemLayout.QUEUE_MAIN, tag))).isTrue();
        }
    }

    @Test
    void itemLayout_fields_doNotOverlap() {
        assertThat(ItemLayout.EXPIRY_AND_KEY_LENGTH_OFFSET).isEqualTo(ItemLayout.CAS_TOKEN_OFFSET + Long.BYTES);
        assertThat(ItemLayout.VALUE_LENGTH_OFFSET).isEqualTo(ItemLayout.EXPIRY_AND_KEY_LENGTH_OFFSET + Long.BYTES);
        assertThat(ItemLayout.FLAGS_OFFSET).isEqualTo(ItemLayout.VALUE_LENGTH_OFFSET + Short.BYTES);
        assertThat(ItemLayout.QUEUE_OFFSET).isEqualTo(ItemLayout.FLAGS_OFFSET + Byte.BYTES);
        assertThat(ItemLayout.HEADER_LENGTH).isEqualTo(20);
        assertThat(ItemLayout.prefixLength(true, false)).isEqualTo(28);
        assertThat(ItemLayout.prefixLength(true, true)).isEqualTo(48);
    }

    @Test
    void unchainedValueLength_largestChunkOfTheLargestPage_fits() {
        int largest = SlabClasses.of(Geometry.of(SlabStoreBuilder.MAX_CAPACITY)).largestChunkSize();
        assertThat(largest - ItemLayout.HEADER_LENGTH - 1).isLessThan(ItemLayout.UNCHAINED_VALUE_LENGTH_LIMIT);
    }
}
