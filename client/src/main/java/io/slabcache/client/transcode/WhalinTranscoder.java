package io.slabcache.client.transcode;

import io.slabcache.client.Item;
import java.io.ObjectInputFilter;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as Whalin's client reads and writes them, and spymemcached and xmemcached with their {@code WhalinTranscoder}:
 * {@code String}, {@code Boolean}, {@code Byte}, {@code Short}, {@code Character}, {@code Integer}, {@code Long},
 * {@code Float}, {@code Double}, {@code Date}, {@code StringBuilder}, {@code StringBuffer} and {@code byte[]}, and other objects
 * by Java serialization where {@link #withSerialization} allows it. Long values are compressed.
 */
public final class WhalinTranscoder implements Transcoder<Object> {
    private static final int COMPRESSED = 2;
    private static final int SERIALIZED = 8;

    private static final List<ValueType> TYPES = List.of(
            ValueType.of(32, String.class, Utf8::encode, Utf8::decode),
            ValueType.of(
                    8192,
                    Boolean.class,
                    value -> new byte[] {(byte) (value ? 1 : 0)},
                    bytes -> JavaTypes.booleanOf(bytes, 0, 1)),
            ValueType.of(1, Byte.class, value -> new byte[] {value}, JavaTypes::byteOf),
            ValueType.of(
                    256,
                    Short.class,
                    value -> BigEndianNumber.fixed(value, Integer.BYTES),
                    bytes -> JavaTypes.intOf(bytes).shortValue()),
            ValueType.of(16, Character.class, value -> BigEndianNumber.fixed(value, Integer.BYTES), bytes ->
                    (char) JavaTypes.intOf(bytes).intValue()),
            ValueType.of(4, Integer.class, value -> BigEndianNumber.fixed(value, Integer.BYTES), JavaTypes::intOf),
            ValueType.of(16384, Long.class, value -> BigEndianNumber.fixed(value, Long.BYTES), JavaTypes::longOf),
            ValueType.of(
                    128,
                    Float.class,
                    value -> BigEndianNumber.fixed(Float.floatToRawIntBits(value), Integer.BYTES),
                    JavaTypes::floatOf),
            ValueType.of(
                    512,
                    Double.class,
                    value -> BigEndianNumber.fixed(Double.doubleToRawLongBits(value), Long.BYTES),
                    JavaTypes::doubleOf),
            ValueType.of(
                    1024,
                    Date.class,
                    value -> BigEndianNumber.fixed(JavaTypes.millisOf(value), Long.BYTES),
                    JavaTypes::dateOf),
            ValueType.of(2048, StringBuilder.class, value -> Utf8.encode(value.toString()), JavaTypes::builderOf),
            ValueType.of(64, StringBuffer.class, value -> Utf8.encode(value.toString()), JavaTypes::bufferOf),
            ValueType.of(4096, byte[].class, value -> value, bytes -> bytes));

    private final Compression compression;
    private final @Nullable ObjectInputFilter filter;
    private final @Nullable ClassLoader loader;
    private final FlaggedFormat format;

    /** Creates a transcoder that compresses as {@link Compression#DEFAULT} says and serializes nothing. */
    public WhalinTranscoder() {
        this(Compression.DEFAULT, null, null);
    }

    private WhalinTranscoder(
            Compression compression, @Nullable ObjectInputFilter filter, @Nullable ClassLoader loader) {
        this.compression = compression;
        this.filter = filter;
        this.loader = loader;
        this.format = new FlaggedFormat(
                TYPES,
                SERIALIZED,
                new JavaSerialization(filter, loader),
                COMPRESSED,
                new Compressor(
                        CompressionFormat.GZIP, List.of(CompressionFormat.GZIP, CompressionFormat.ZLIB), compression));
    }

    /**
     * Changes what is compressed.
     *
     * @param compression when, and how far
     * @return a transcoder like this one
     */
    public WhalinTranscoder withCompression(Compression compression) {
        return new WhalinTranscoder(compression, filter, loader);
    }

    /**
     * Allows Java serialization. Whoever can write to the servers chooses what is deserialized here: the filter must allow
     * every class, and what it leaves undecided is refused.
     *
     * @param filter the classes that may be read
     * @return a transcoder like this one, which finds classes as the calling thread does
     */
    public WhalinTranscoder withSerialization(ObjectInputFilter filter) {
        return new WhalinTranscoder(compression, filter, null);
    }

    /**
     * Allows Java serialization, as {@link #withSerialization(ObjectInputFilter)} does.
     *
     * @param filter the classes that may be read
     * @param loader finds the classes
     * @return a transcoder like this one
     */
    public WhalinTranscoder withSerialization(ObjectInputFilter filter, ClassLoader loader) {
        return new WhalinTranscoder(compression, filter, loader);
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
