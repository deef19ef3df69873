package io.slabcache.jcache.internal.codec;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.cache.CacheException;

/**
 * Encodes the keys of one cache and tells which of them are equal.
 *
 * <p>A key is stored in one of two forms. The <em>plain</em> form is what the codec writes; it identifies the key where
 * {@link #isCanonical()} holds, and in stores shared with others, where the bytes are the identity. The <em>hashed</em>
 * form has {@value #HASH_LENGTH} bytes in front that are the same for all equal keys, so that a store can look up by
 * them, and {@link #matchesHashed} decides among what it finds. The hash is valid in this process only.
 *
 * <p>Arrays as keys are equal if their contents are: a cache that stores by value hands out copies, and by identity no
 * key would ever be found.
 *
 * @param <K> the type of the keys
 */
public final class KeyCodec<K> {
    /** The length of the hash in front of a key's bytes. */
    public static final int HASH_LENGTH = Integer.BYTES;

    private static final long SEED = new SplittableRandom().nextLong();
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final long MIXER = 0xBF58_476D_1CE4_E5B9L;

    private final Encoding<K> encoding;

    KeyCodec(Encoding<K> encoding) {
        this.encoding = encoding;
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
     * Tells whether equal keys always have equal bytes, so that plain forms will do for lookup.
     *
     * @return whether this holds for all keys of the declared type
     */
    public boolean isCanonical() {
        return encoding.isCanonical();
    }

    /**
     * Tells whether the keys equal to an encoded one have its bytes.
     *
     * @param bytes holds a plain form
     * @param offset where it starts
     * @param length its length
     * @return whether the bytes alone decide equality with this key
     */
    public boolean isCanonical(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return encoding.isCanonical(bytes, offset, length);
    }

    /**
     * Encodes a key.
     *
     * @param key the key
     * @return the plain form, at least one byte
     * @throws CacheException if the key cannot be encoded
     * @throws ClassCastException if the key is not of the declared type
     */
    public byte[] encode(K key) {
        return notEmpty(encoding.encode(key, 0));
    }

    /**
     * Encodes a key with its hash in front.
     *
     * @param key the key
     * @return the hashed form
     * @throws CacheException if the key cannot be encoded
     * @throws ClassCastException if the key is not of the declared type
     */
    public byte[] encodeHashed(K key) {
        byte[] bytes = encoding.encode(key, HASH_LENGTH);
        int length = bytes.length - HASH_LENGTH;
        int hash = encoding.isCanonical(bytes, HASH_LENGTH, length)
                ? hash(bytes, HASH_LENGTH, length)
                : spread(SEED + ContentEquality.hash(key) * MULTIPLIER);
        BigEndian.putInt(bytes, 0, hash);
        return bytes;
    }

    /**
     * Decodes a plain form.
     *
     * @param bytes holds it
     * @param offset where it starts
     * @param length its length
     * @return the key
     * @throws CacheException if the bytes are not an encoded key, or hold a class that is refused
     */
    public K decode(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return encoding.decode(bytes, offset, length);
    }

    /**
     * Decodes a hashed form.
     *
     * @param bytes the hashed form
     * @return the key
     * @throws CacheException if the bytes are not an encoded key, or hold a class that is refused
     */
    public K decodeHashed(byte[] bytes) {
        if (bytes.length < HASH_LENGTH) {
            throw new MalformedForm("a key must have a hash", null, 0, bytes.length, null);
        }
        return encoding.decode(bytes, HASH_LENGTH, bytes.length - HASH_LENGTH);
    }

    /**
     * Tells whether a stored key equals a given one: by the bytes, then unless they are canonical by {@code equals} of
     * the given key, which runs code of the key's class.
     *
     * @param key the given key
     * @param hashed its hashed form
     * @param stored the hashed form of the stored key
     * @return whether they are equal
     * @throws CacheException if the stored key has to be decoded and cannot be
     */
    public boolean matchesHashed(K key, byte[] hashed, byte[] stored) {
        if (Arrays.equals(hashed, stored)) {
            return true;
        }
        if (stored.length < HASH_LENGTH
                || BigEndian.getInt(hashed, 0) != BigEndian.getInt(stored, 0)
                || isCanonicalHashed(hashed)
                || isCanonicalHashed(stored)) {
            return false;
        }
        return ContentEquality.equal(key, decodeHashed(stored));
    }

    private boolean isCanonicalHashed(byte[] hashed) {
        return encoding.isCanonical(hashed, HASH_LENGTH, hashed.length - HASH_LENGTH);
    }

    private byte[] notEmpty(byte[] bytes) {
        if (bytes.length == 0) {
            throw new CacheException("a key must have at least one byte: codec=" + encoding.id());
        }
        return bytes;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        long hash = SEED ^ (length * MULTIPLIER);
        int at = offset;
        int end = offset + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = Long.rotateLeft((hash ^ BigEndian.getLong(bytes, at)) * MULTIPLIER, 29) * MIXER;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << Byte.SIZE) | Byte.toUnsignedLong(bytes[at]);
        }
        return spread((hash ^ rest) * MULTIPLIER);
    }

    private static int spread(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * MIXER;
        return (int) (mixed ^ (mixed >>> 32));
    }
}
