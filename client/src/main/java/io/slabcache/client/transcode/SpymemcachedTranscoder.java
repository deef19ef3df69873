package io.slabcache.client.transcode;

import io.slabcache.client.Item;
import java.io.ObjectInputFilter;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as the {@code SerializingTranscoder} of spymemcached and of xmemcached reads and writes them: {@code String},
 * {@code Boolean}, {@code Byte}, {@code Integer}, {@code Long}, {@code Float}, {@code Double}, {@code Date} and {@code byte[]},
 * and other objects by Java serialization where {@link #withSerialization} allows it. A subclass of {@code Date} becomes a
 * {@code Date}, as there. Long values are compressed.
 *
 * <p>Numbers in this format are no counters: memcached counts decimal digits. Use {@link CounterTranscoder}.
 */
public final class SpymemcachedTranscoder implements Transcoder<Object> {
    private static final int SERIALIZED = 1;
    private static final int COMPRESSED = 2;

    private static final List<ValueType> TYPES = List.of(
            ValueType.of(0, String.class, Utf8::encode, Utf8::decode),
            ValueType.of(
                    0x100,
                    Boolean.class,
                    value -> new byte[] {(byte) (value ? '1' : '0')},
                    bytes -> JavaTypes.booleanOf(bytes, '0', '1')),
            ValueType.of(0x200, Integer.class, value -> BigEndianNumber.packed(value, Integer.BYTES), JavaTypes::intOf),
            ValueType.of(0x300, Long.class, value -> BigEndianNumber.packed(value, Long.BYTES), JavaTypes::longOf),
            ValueType.of(
                    0x400,
                    Date.class,
                    value -> BigEndianNumber.packed(JavaTypes.millisOf(value), Long.BYTES),
                    JavaTypes::dateOf),
            ValueType.of(0x500, Byte.class, value -> new byte[] {value}, JavaTypes::byteOf),
            ValueType.of(
                    0x600,
                    Float.class,
                    value -> BigEndianNumber.packed(Float.floatToRawIntBits(value), Integer.BYTES),
                    JavaTypes::floatOf),
            ValueType.of(
                    0x700,
                    Double.class,
                    value -> BigEndianNumber.packed(Double.doubleToRawLongBits(value), Long.BYTES),
                    JavaTypes::doubleOf),
            ValueType.of(0x800, byte[].class, value -> value, bytes -> bytes));

    private final Compression compression;
    private final @Nullable ObjectInputFilter filter;
    private final @Nullable ClassLoader loader;
    private final FlaggedFormat format;

    /** Creates a transcoder that compresses as {@link Compression#DEFAULT} says and serializes nothing. */
    public SpymemcachedTranscoder() {
        this(Compression.DEFAULT, null, null);
    }

    private SpymemcachedTranscoder(
            Compression compression, @Nullable ObjectInputFilter filter, @Nullable ClassLoader loader) {
        this.compression = compression;
        this.filter = filter;
        this.loader = loader;
        this.format = new FlaggedFormat(
                TYPES,
                SERIALIZED,
                new JavaSerialization(filter, loader),
                COMPRESSED,
                // Written as spymemcached does; xmemcached can be told to write the other.
                new Compressor(
                        CompressionFormat.GZIP, List.of(CompressionFormat.GZIP, CompressionFormat.ZLIB), compression));
    }

    /**
     * Changes what is compressed.
     *
     * @param compression when, and how far
     * @return a transcoder like this one
     */
    public SpymemcachedTranscoder withCompression(Compression compression) {
        return new SpymemcachedTranscoder(compression, filter, loader);
    }

    /**
     * Allows Java serialization. Whoever can write to the servers chooses what is deserialized here: the filter must allow
     * every class, and what it leaves undecided is refused.
     *
     * @param filter the classes that may be read
     * @return a transcoder like this one, which finds classes as the calling thread does
     */
    public SpymemcachedTranscoder withSerialization(ObjectInputFilter filter) {
        return new SpymemcachedTranscoder(compression, filter, null);
    }

    /**
     * Allows Java serialization, as {@link #withSerialization(ObjectInputFilter)} does.
     *
     * @param filter the classes that may be read
     * @param loader finds the classes
     * @return a transcoder like this one
     */
    public SpymemcachedTranscoder withSerialization(ObjectInputFilter filter, ClassLoader loader) {
        return new SpymemcachedTranscoder(compression, filter, loader);
    }

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes and client flags
     * @throws IllegalArgumentException if the class has no form of its own and may not, or cannot, be serialized, or a text
     *     has an unpaired surrogate
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
