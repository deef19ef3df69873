package io.slabcache.client.transcode;

import io.slabcache.client.Item;
import java.util.List;

/**
 * Values as Python's clients read and write them: pylibmc, python-memcached, and pymemcache with its serde. {@code bytes} are
 * {@code byte[]}, {@code str} are {@code String}, numbers are written from {@code Integer} and {@code Long} and always
 * read as {@code Long}, because Python has one type of them; pylibmc stores {@code True} as the number 1. Long values are
 * compressed.
 *
 * <p>Numbers are decimal digits, so increment and decrement work on them. Those beyond signed 64 bits are not decoded, and
 * pickled objects never.
 */
public final class PythonTranscoder implements Transcoder<Object> {
    private static final int PICKLED = 1;
    private static final int COMPRESSED = 8;

    private static final List<ValueType> TYPES = List.of(
            ValueType.of(0, byte[].class, value -> value, bytes -> bytes),
            ValueType.of(2, Integer.class, value -> DecimalNumber.encode(value), DecimalNumber::decode),
            ValueType.of(4, Long.class, value -> DecimalNumber.encode(value), DecimalNumber::decode),
            ValueType.of(16, String.class, Utf8::encode, Utf8::decode));

    /** There is no safe way to read pickled objects, and none at all in Java. */
    private static final ObjectFormat PICKLE = new ObjectFormat() {
        @Override
        public byte[] encode(Object value) {
            throw new IllegalArgumentException("class must be one of byte[], String, Integer, Long: class="
                    + value.getClass().getName());
        }

        @Override
        public Object decode(byte[] bytes) {
            throw new UndecodableItemException(
                    "value must not be pickled: clientFlags=0x1, valueLength=" + bytes.length, null);
        }
    };

    private final FlaggedFormat format;

    /** Creates a transcoder that compresses as {@link Compression#DEFAULT} says. */
    public PythonTranscoder() {
        this(Compression.DEFAULT);
    }

    private PythonTranscoder(Compression compression) {
        this.format = new FlaggedFormat(
                TYPES,
                PICKLED,
                PICKLE,
                COMPRESSED,
                new Compressor(CompressionFormat.ZLIB, List.of(CompressionFormat.ZLIB), compression));
    }

    /**
     * Changes what is compressed.
     *
     * @param compression when, and how far; {@link Compression#NONE} if pymemcache is to read without its
     *     {@code CompressedSerde}
     * @return a transcoder like this one
     */
    public PythonTranscoder withCompression(Compression compression) {
        return new PythonTranscoder(compression);
    }

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes and client flags
     * @throws IllegalArgumentException if the class has no form, or a text has an unpaired surrogate
     */
    @Override
    public Encoded encode(Object value) {
        return format.encode(value);
    }

    @Override
    public Object decode(Item item) {
        return format.decode(item);
    }
}
