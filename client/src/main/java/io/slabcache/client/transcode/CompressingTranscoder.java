package io.slabcache.client.transcode;

import io.slabcache.client.Item;
import java.util.List;

/**
 * Compresses what another transcoder encodes, and marks it with one bit of the client flags.
 *
 * @param <V> the type of the values
 */
public final class CompressingTranscoder<V> implements Transcoder<V> {
    private final Transcoder<V> transcoder;
    private final int compressedFlag;
    private final Compressor compressor;

    /**
     * Creates a transcoder.
     *
     * @param transcoder makes the bytes; it must leave the bit alone
     * @param format how compressed bytes are framed
     * @param compressedFlag the one bit that says "compressed"
     * @param compression when, and how far
     * @throws IllegalArgumentException if {@code compressedFlag} is not one bit
     */
    public CompressingTranscoder(
            Transcoder<V> transcoder, CompressionFormat format, int compressedFlag, Compression compression) {
        if (Integer.bitCount(compressedFlag) != 1) {
            throw new IllegalArgumentException(
                    "flag must be one bit: compressedFlag=0x" + Integer.toHexString(compressedFlag));
        }
        this.transcoder = transcoder;
        this.compressedFlag = compressedFlag;
        this.compressor = new Compressor(format, List.of(format), compression);
    }

    /**
     * Encodes a value, and compresses it if it is long.
     *
     * @param value the value
     * @return its bytes and client flags
     * @throws IllegalStateException if the other transcoder uses the bit too
     */
    @Override
    public Encoded encode(V value) {
        Encoded plain = transcoder.encode(value);
        if ((plain.clientFlags() & compressedFlag) != 0) {
            throw new IllegalStateException("bit must be free for \"compressed\": clientFlags=0x"
                    + Integer.toHexString(plain.clientFlags()) + ", compressedFlag=0x"
                    + Integer.toHexString(compressedFlag));
        }
        return compressor.encode(plain.bytes(), plain.clientFlags(), compressedFlag);
    }

    @Override
    public V decode(Item item) {
        if ((item.clientFlags() & compressedFlag) == 0) {
            return transcoder.decode(item);
        }
        byte[] inflated = compressor.inflate(item.value());
        return transcoder.decode(new Item(inflated, item.clientFlags() & ~compressedFlag, item.casToken()));
    }
}
