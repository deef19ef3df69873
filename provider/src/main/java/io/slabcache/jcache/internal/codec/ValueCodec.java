package io.slabcache.jcache.internal.codec;

import java.util.Arrays;
import java.util.Objects;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the values of one cache and tells which of them are equal.
 *
 * @param <V> the type of the values
 */
public final class ValueCodec<V> {
    private static final Logger LOG = LoggerFactory.getLogger(ValueCodec.class);

    private final Encoding<V> encoding;
    private final CodecContext context;

    ValueCodec(Encoding<V> encoding, CodecContext context) {
        this.encoding = encoding;
        this.context = context;
    }

    /**
     * Names the encoding.
     *
     * @return a name that does not change between releases
     */
    public String id() {
        return encoding.id();
    }

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes
     * @throws CacheException if the value cannot be encoded
     * @throws ClassCastException if the value is not of the declared type
     */
    public byte[] encode(V value) {
        return encoding.encode(value, 0);
    }

    /**
     * Encodes a value behind bytes that the caller will fill.
     *
     * @param value the value
     * @param headroom how many bytes to leave free in front
     * @return the free bytes and the value's
     * @throws CacheException if the value cannot be encoded
     * @throws ClassCastException if the value is not of the declared type
     */
    public byte[] encode(V value, int headroom) {
        if (headroom < 0) {
            throw new IllegalArgumentException("headroom must not be negative: headroom=" + headroom);
        }
        return encoding.encode(value, headroom);
    }

    /**
     * Decodes a value.
     *
     * @param bytes the value's bytes
     * @return the value
     * @throws CacheException if the bytes are not an encoded value, or hold a class that is refused
     */
    public V decode(byte[] bytes) {
        return encoding.decode(bytes, 0, bytes.length);
    }

    /**
     * Decodes a value.
     *
     * @param bytes holds it
     * @param offset where it starts
     * @param length its length
     * @return the value
     * @throws CacheException if the bytes are not an encoded value, or hold a class that is refused
     */
    public V decode(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return encoding.decode(bytes, offset, length);
    }

    /**
     * Decodes a value, or treats it as absent if it cannot be and the manager is told to do so.
     *
     * @param bytes holds it
     * @param offset where it starts
     * @param length its length
     * @return the value, or null if it is to be treated as absent
     * @throws CacheException if the value cannot be decoded and the manager does not treat such values as absent
     */
    public @Nullable V decodeOrMiss(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        try {
            return encoding.decode(bytes, offset, length);
        } catch (CacheException e) {
            if (context.undecodable() == Undecodable.THROW) {
                throw e;
            }
            context.countUndecodable();
            LOG.debug("a value that cannot be decoded is treated as absent", e);
            return null;
        }
    }

    /**
     * Tells whether a value that cannot be decoded is to be treated as absent.
     *
     * @return false if it is a failure
     */
    public boolean skipsUndecodable() {
        return context.undecodable() == Undecodable.MISS;
    }

    /**
     * Tells whether a stored value equals a given one: by the bytes, then unless both are canonical by {@code equals}
     * of the stored value, which runs code of the value's class. Arrays are equal if their contents are.
     *
     * @param value the given value
     * @param encoded its bytes
     * @param bytes holds the stored value
     * @param offset where it starts
     * @param length its length
     * @return whether they are equal
     * @throws CacheException if the stored value has to be decoded and cannot be
     */
    public boolean matches(V value, byte[] encoded, byte[] bytes, int offset, int length) {
        if (Arrays.equals(encoded, 0, encoded.length, bytes, offset, offset + length)) {
            return true;
        }
        if (encoding.isCanonical(encoded, 0, encoded.length) && encoding.isCanonical(bytes, offset, length)) {
            return false;
        }
        return ContentEquality.equal(encoding.decode(bytes, offset, length), value);
    }
}
