package io.slabcache.client.transcode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Makes values smaller, and large again within bounds. */
final class Compressor {
    /*
     * Compressing writes into an array that is one byte shorter than the value: when it does not fit, it would not have been
     * smaller, and nothing was copied for it.
     *
     * Inflating never believes a length that stands in the input. The output grows by doubling, so at most twice the memory of
     * what has really come out is taken, and stops at the bound.
     */

    private static final int MIN_INFLATED_CAPACITY = 512;
    private static final int EXPECTED_RATIO = 4;

    private final CompressionFormat written;
    private final List<CompressionFormat> read;
    private final Compression settings;

    /**
     * Creates a compressor.
     *
     * @param written the format for compressing
     * @param read the formats that are understood
     */
    Compressor(CompressionFormat written, List<CompressionFormat> read, Compression settings) {
        this.written = written;
        this.read = List.copyOf(read);
        this.settings = settings;
    }

    /** Compresses bytes over the threshold; their flags get the bit if that made them smaller. */
    Encoded encode(byte[] bytes, int clientFlags, int compressedBit) {
        if (bytes.length > settings.threshold()) {
            byte[] compressed = compress(bytes);
            if (compressed != null) {
                return new Encoded(compressed, clientFlags | compressedBit);
            }
        }
        return new Encoded(bytes, clientFlags);
    }

    /** Returns fewer bytes, or null if there would not be fewer. */
    private byte @Nullable [] compress(byte[] bytes) {
        int frameLength = written.headerLength() + written.trailerLength();
        int capacity = bytes.length - 1 - frameLength;
        if (capacity < 1) {
            return null;
        }
        byte[] out = new byte[bytes.length - 1];
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, written.isRaw());
        int length;
        try {
            deflater.setInput(bytes);
            deflater.finish();
            length = deflater.deflate(out, written.headerLength(), capacity);
            if (!deflater.finished()) {
                return null;
            }
        } finally {
            deflater.end();
        }
        if (written == CompressionFormat.GZIP) {
            frame(out, length, bytes);
        }
        return Arrays.copyOf(out, length + frameLength);
    }

    private static void frame(byte[] out, int length, byte[] bytes) {
        out[0] = 0x1f;
        out[1] = (byte) 0x8b;
        out[2] = Deflater.DEFLATED;
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        int trailer = CompressionFormat.GZIP.headerLength() + length;
        putLittleEndian(out, trailer, (int) checksum.getValue());
        putLittleEndian(out, trailer + Integer.BYTES, bytes.length);
    }

    private static void putLittleEndian(byte[] out, int offset, int number) {
        for (int i = 0; i < Integer.BYTES; i++) {
            out[offset + i] = (byte) (number >>> (i * Byte.SIZE));
        }
    }

    /** Returns what was compressed. */
    byte[] inflate(byte[] compressed) {
        for (CompressionFormat format : read) {
            if (format.isBeginOf(compressed)) {
                return inflate(format, compressed);
            }
        }
        throw new UndecodableItemException(
                "compressed value must be " + read + ": valueLength=" + compressed.length, null);
    }

    private byte[] inflate(CompressionFormat format, byte[] compressed) {
        try (InputStream in = format.inflating(new ByteArrayInputStream(compressed))) {
            return readAll(in, compressed.length);
        } catch (IOException e) {
            throw new UndecodableItemException(
                    "compressed value must be whole: format=" + format + ", valueLength=" + compressed.length, e);
        }
    }

    private byte[] readAll(InputStream in, int compressedLength) throws IOException {
        int max = settings.maxInflatedLength();
        long expected = (long) compressedLength * EXPECTED_RATIO;
        byte[] out = new byte[(int) Math.min(max, Math.max(MIN_INFLATED_CAPACITY, expected))];
        int length = 0;
        while (true) {
            if (length == out.length) {
                int next = in.read();
                if (next < 0) {
                    return out;
                }
                if (length == max) {
                    throw new UndecodableItemException(
                            "compressed value must not inflate to more than the limit: valueLength=" + compressedLength
                                    + ", maxInflatedLength=" + max,
                            null);
                }
                out = Arrays.copyOf(out, (int) Math.min(max, out.length * 2L));
                out[length++] = (byte) next;
                continue;
            }
            int count = in.read(out, length, out.length - length);
            if (count < 0) {
                return Arrays.copyOf(out, length);
            }
            length += count;
        }
    }
}
