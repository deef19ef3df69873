package io.slabcache.client.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.slabcache.client.Item;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    private static final int BIT = 0x40;

    private static CompressingTranscoder<byte[]> transcoder(CompressionFormat format, Compression compression) {
        return new CompressingTranscoder<>(new BytesTranscoder(), format, BIT, compression);
    }

    private static Item stored(Encoded encoded) {
        return new Item(encoded.bytes(), encoded.clientFlags(), 1);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void encode_onlyOverTheThreshold_compressed(CompressionFormat format) {
        CompressingTranscoder<byte[]> transcoder = transcoder(format, Compression.DEFAULT);
        assertThat(transcoder.encode(new byte[4096]).clientFlags()).isZero();
        Encoded encoded = transcoder.encode(new byte[4097]);
        assertThat(encoded.clientFlags()).isEqualTo(BIT);
        assertThat(encoded.bytes()).hasSizeLessThan(100);
        assertThat(transcoder.decode(stored(encoded))).isEqualTo(new byte[4097]);
    }

    @ParameterizedTest
    @EnumSource
    void encode_notSmaller_leftAlone(CompressionFormat format) {
        CompressingTranscoder<byte[]> transcoder = transcoder(format, Compression.DEFAULT.withThreshold(0));
        for (int length : new int[] {0, 1, 2, 10, 18, 19, 20, 30, 10_000}) {
            byte[] value = random(length);
            Encoded encoded = transcoder.encode(value);
            assertThat(encoded.clientFlags()).as("length %d", length).isZero();
            assertThat(encoded.bytes()).isSameAs(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void encode_anyLengthAndRedundancy_roundTripNeverLonger(CompressionFormat format) {
        CompressingTranscoder<byte[]> transcoder = transcoder(format, Compression.DEFAULT.withThreshold(0));
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] value = random(random.nextInt(300));
            Arrays.fill(value, random.nextInt(value.length + 1), value.length, (byte) 'a');
            Encoded encoded = transcoder.encode(value);
            assertThat(encoded.bytes().length).isLessThanOrEqualTo(value.length);
            assertThat(encoded.clientFlags() == BIT).isEqualTo(encoded.bytes().length < value.length);
            assertThat(transcoder.decode(stored(encoded))).as("round %d", round).isEqualTo(value);
        }
    }

    @Test
    void encode_bothFormats_readByTheJdk() throws IOException {
        byte[] value = Arrays.copyOf(random(1000), 50_000);
        byte[] gzip = transcoder(CompressionFormat.GZIP, Compression.DEFAULT)
                .encode(value)
                .bytes();
        byte[] zlib = transcoder(CompressionFormat.ZLIB, Compression.DEFAULT)
                .encode(value)
                .bytes();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            assertThat(in.readAllBytes()).isEqualTo(value);
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(zlib))) {
            assertThat(in.readAllBytes()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void decode_exactlyTheLimit_decodedOneMoreRefused(CompressionFormat format) {
        Encoded encoded = transcoder(format, Compression.DEFAULT).encode(new byte[100_000]);
        CompressingTranscoder<byte[]> enough = transcoder(format, Compression.DEFAULT.withMaxInflatedLength(100_000));
        CompressingTranscoder<byte[]> less = transcoder(format, Compression.DEFAULT.withMaxInflatedLength(99_999));
        assertThat(enough.decode(stored(encoded))).hasSize(100_000);
        assertThatThrownBy(() -> less.decode(stored(encoded)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("valueLength=" + encoded.bytes().length)
                .hasMessageContaining("maxInflatedLength=99999");
    }

    /** Half a megabyte that would become half a gigabyte. */
    @Test
    void decode_bomb_refusedWithoutTakingTheMemory() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 512; i++) {
                out.write(zeros);
            }
        }
        Item item = new Item(bomb.toByteArray(), 0x802, 1);
        SpymemcachedTranscoder transcoder =
                new SpymemcachedTranscoder().withCompression(Compression.DEFAULT.withMaxInflatedLength(1 << 20));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThatThrownBy(() -> transcoder.decode(item))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("maxInflatedLength=1048576");
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(16L << 20);
    }

    @ParameterizedTest
    @EnumSource
    void decode_cutAnywhere_undecodable(CompressionFormat format) {
        CompressingTranscoder<byte[]> transcoder = transcoder(format, Compression.DEFAULT);
        byte[] whole = transcoder.encode(Arrays.copyOf(random(100), 5_000)).bytes();
        for (int length = 0; length < whole.length; length++) {
            Item cut = new Item(Arrays.copyOf(whole, length), BIT, 1);
            assertThatThrownBy(() -> transcoder.decode(cut))
                    .as("length %d", length)
                    .isInstanceOf(UndecodableItemException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void decode_damaged_undecodableOrTheSame(CompressionFormat format) {
        CompressingTranscoder<byte[]> transcoder = transcoder(format, Compression.DEFAULT);
        byte[] value = Arrays.copyOf(random(100), 5_000);
        byte[] whole = transcoder.encode(value).bytes();
        int refused = 0;
        for (int index = 0; index < whole.length; index++) {
            byte[] damaged = whole.clone();
            damaged[index] ^= 0x10;
            try {
                // What the header says about the writer matters to nobody, and a zero can be copied from many places.
                assertThat(transcoder.decode(new Item(damaged, BIT, 1))).isEqualTo(value);
            } catch (UndecodableItemException e) {
                assertThat(e).hasMessageContaining("compressed value must be");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length / 2);
    }

    @Test
    void constructor_notOneBit_refused() {
        assertThatThrownBy(() -> new CompressingTranscoder<>(
                        new BytesTranscoder(), CompressionFormat.ZLIB, 3, Compression.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compressedFlag=0x3");
    }

    @Test
    void encode_bitUsedBelow_refused() {
        CompressingTranscoder<Object> transcoder = new CompressingTranscoder<>(
                new SpymemcachedTranscoder(), CompressionFormat.ZLIB, 0x100, Compression.DEFAULT);
        assertThat(transcoder.encode("text").clientFlags()).isZero();
        assertThatThrownBy(() -> transcoder.encode(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clientFlags=0x100");
    }

    @Test
    void settings_outOfRange_refused() {
        assertThatThrownBy(() -> new Compression(-1, 1)).hasMessageContaining("threshold=-1");
        assertThatThrownBy(() -> new Compression(1, 0)).hasMessageContaining("maxInflatedLength=0");
    }
}
