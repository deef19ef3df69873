package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Values as programs in other languages read and write them, behind the client flags that say what they are, which the
 * backing takes off and stores beside them. The flags are those of Python's clients: 0 for bytes, 16 for text, 2 and 4 for
 * a whole number in decimal digits. Flags 0 are also read as what is declared, since many clients know no others; other
 * flags are refused, never guessed.
 *
 * @param <V> the declared type
 */
final class PlainValueCodec<V> implements Codec<V> {
    static final String ID = "plain";

    /** Bytes in front of the value. */
    static final int FLAGS_LENGTH = Integer.BYTES;

    private static final int BYTES = 0;
    private static final int PICKLED = 1;
    private static final int INTEGER = 2;
    private static final int LONG = 4;
    private static final int COMPRESSED = 8;
    private static final int TEXT = 16;

    /** Twenty characters, and as many blanks as a decrement may leave behind a number that became shorter. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private final Class<V> declaredType;
    private final @Nullable Codec<V> codec;

    /**
     * Creates a codec.
     *
     * @param declaredType the configured type, {@code Object.class} if none
     * @param codec the user's codec, whose bytes have flags 0, or null
     */
    PlainValueCodec(Class<V> declaredType, @Nullable Codec<V> codec) {
        this.declaredType = declaredType;
        this.codec = codec;
    }

    @Override
    public String id() {
        return codec == null ? ID : codec.id();
    }

    @Override
    public byte[] encode(V value) {
        if (codec != null) {
            return flagged(BYTES, codec.encode(value));
        }
        if (!declaredType.isInstance(value)) {
            throw new ClassCastException("an object must be of the declared type: declaredType="
                    + declaredType.getName() + ", class=" + value.getClass().getName());
        }
        if (value instanceof String text) {
            return flagged(TEXT, PlainText.encode(text));
        }
        if (value instanceof byte[] bytes) {
            return flagged(BYTES, bytes);
        }
        if (value instanceof Long) {
            return flagged(LONG, digits(value));
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return flagged(INTEGER, digits(value));
        }
        throw new CacheException("values in plain format must be String, byte[], Long, Integer, Short or Byte, or the"
                + " cache must have a codec for them: class=" + value.getClass().getName());
    }

    @Override
    public V decode(byte[] bytes, int offset, int length) {
        if (length < FLAGS_LENGTH) {
            throw new MalformedForm("a value must have flags", null, offset, length, null);
        }
        int flags = ByteBuffer.wrap(bytes, offset, FLAGS_LENGTH).getInt();
        int from = offset + FLAGS_LENGTH;
        int valueLength = length - FLAGS_LENGTH;
        if (codec != null) {
            if (flags != BYTES) {
                throw new CacheException("a stored value must have the client flags of bytes: clientFlags=0x"
                        + Integer.toHexString(flags) + ", valueLength=" + valueLength);
            }
            return codec.decode(bytes, from, valueLength);
        }
        return switch (flags) {
            case BYTES -> ofDeclaredType(bytes, from, valueLength);
            case TEXT -> cast(PlainText.decode(bytes, from, valueLength));
            case INTEGER, LONG -> cast(number(bytes, from, valueLength, flags));
            case PICKLED ->
                throw new CacheException(
                        "a stored value must not be pickled by Python: clientFlags=0x1, valueLength=" + valueLength);
            case COMPRESSED, COMPRESSED | TEXT ->
                throw new CacheException("a stored value must not be compressed: clientFlags=0x"
                        + Integer.toHexString(flags) + ", valueLength=" + valueLength);
            default ->
                throw new CacheException("the client flags of a stored value must be 0, 2, 4 or 16: clientFlags=0x"
                        + Integer.toHexString(flags) + ", valueLength=" + valueLength);
        };
    }

    /** Numbers that are equal may have blanks behind them. */
    @Override
    public boolean isCanonical() {
        return false;
    }

    /** Reads what a client wrote that knows no flags. */
    private V ofDeclaredType(byte[] bytes, int offset, int length) {
        if (declaredType == String.class) {
            return cast(PlainText.decode(bytes, offset, length));
        }
        if (Number.class.isAssignableFrom(declaredType)) {
            return cast(number(bytes, offset, length, LONG));
        }
        return cast(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private Object number(byte[] bytes, int offset, int length, int flags) {
        long number;
        try {
            if (length > MAX_NUMBER_LENGTH) {
                throw new NumberFormatException("too long");
            }
            number = Long.parseLong(new String(bytes, offset, length, StandardCharsets.ISO_8859_1).stripTrailing());
        } catch (NumberFormatException e) {
            throw new CacheException(
                    "a stored number must be decimal digits of a signed number of 64 bits: valueLength=" + length, e);
        }
        if (declaredType == Integer.class && number == (int) number) {
            return (int) number;
        }
        if (declaredType == Short.class && number == (short) number) {
            return (short) number;
        }
        if (declaredType == Byte.class && number == (byte) number) {
            return (byte) number;
        }
        // Where no type is declared, the flags tell which of the two was written.
        if (flags == INTEGER && declaredType != Long.class && number == (int) number) {
            return (int) number;
        }
        return number;
    }

    private V cast(Object value) {
        if (!declaredType.isInstance(value)) {
            throw new CacheException("a stored value must be of the declared type: declaredType="
                    + declaredType.getName() + ", class=" + value.getClass().getName() + ", value="
                    + (value instanceof Number ? value : "not shown"));
        }
        return declaredType.cast(value);
    }

    private static byte[] digits(Object number) {
        return number.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] flagged(int flags, byte[] value) {
        return ByteBuffer.allocate(Math.addExact(FLAGS_LENGTH, value.length))
                .putInt(flags)
                .put(value)
                .array();
    }
}
