package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.codec.KeyCodec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of one cache are known to its backing.
 *
 * <p>A canonical codec writes equal keys alike, so their bytes are their identity. Where equal keys may differ in their
 * bytes, and the backing can find keys by a prefix, keys are stored with their hash in front, and the entry of an equal
 * key is found through it. Most keys of such a cache are canonical for themselves (the strings of an untyped cache, for
 * instance) and need no search. Where the backing finds keys by their bytes alone, these are the identity of all keys.
 *
 * @param <K> the type of the keys
 */
final class Keys<K> {
    private final KeyCodec<K> codec;
    private final @Nullable PrefixLookup lookup;

    /** Whether bytes are the identity of keys whose equality may be more than that. */
    private final boolean byBytes;

    /**
     * Creates the identity of keys.
     *
     * @param codec writes and reads keys
     * @param backing where the keys are
     */
    Keys(KeyCodec<K> codec, Backing backing) {
        this.codec = codec;
        this.lookup = !codec.isCanonical() && backing instanceof PrefixLookup prefixes ? prefixes : null;
        this.byBytes = !codec.isCanonical() && lookup == null;
    }

    /** Returns the prefix that a backing should be able to find keys by, 0 if it need not. */
    static int prefixLength(KeyCodec<?> codec) {
        return codec.isCanonical() ? 0 : KeyCodec.HASH_LENGTH;
    }

    /** Tells whether the bytes of every key are its identity. */
    boolean areCanonical() {
        return lookup == null;
    }

    /** Tells whether the bytes of this key are its identity. */
    boolean isCanonical(byte[] encoded) {
        return lookup == null
                || codec.isCanonical(encoded, KeyCodec.HASH_LENGTH, encoded.length - KeyCodec.HASH_LENGTH);
    }

    /** Returns the bytes to store the key under, unless {@link #resolve} finds an equal key stored. */
    byte[] encode(K key) {
        if (byBytes) {
            requireOrder(key);
        }
        return lookup == null ? codec.encode(key) : codec.encodeHashed(key);
    }

    K decode(byte[] stored) {
        return lookup == null ? codec.decode(stored, 0, stored.length) : codec.decodeHashed(stored);
    }

    /** Refuses sets and maps without an order of their own: equal ones would have different bytes. */
    private static void requireOrder(Object key) {
        boolean unordered = key instanceof Set<?>
                ? !(key instanceof SortedSet<?> || key instanceof EnumSet<?>)
                : key instanceof Map<?, ?> && !(key instanceof SortedMap<?, ?> || key instanceof EnumMap<?, ?>);
        if (unordered) {
            throw new CacheException(
                    "a key on a server is known by its bytes, so it must not be a set or a map without an order: class="
                            + key.getClass().getName());
        }
    }

    /** Returns an object that is equal for equal keys. */
    Object identity(K key, byte[] encoded) {
        return isCanonical(encoded) ? new ByteKey(encoded) : new HashedKey<>(codec, key, encoded);
    }

    /**
     * Returns bytes that are the same for equal keys, and that no code of the key's class has to compare. Keys whose bytes
     * are not their identity share them with the keys of the same hash.
     */
    ByteKey lockBytes(byte[] encoded) {
        return new ByteKey(isCanonical(encoded) ? encoded : Arrays.copyOf(encoded, KeyCodec.HASH_LENGTH));
    }

    /** Returns the bytes under which an equal key is stored, or those given if there is none. */
    byte[] resolve(Backing backing, K key, byte[] encoded) {
        PrefixLookup present = lookup;
        if (present == null || isCanonical(encoded) || backing.contains(encoded)) {
            return encoded;
        }
        for (byte[] candidate : present.keysWithPrefix(Arrays.copyOf(encoded, KeyCodec.HASH_LENGTH))) {
            if (codec.matchesHashed(key, encoded, candidate)) {
                return candidate;
            }
        }
        return encoded;
    }

    /** A key whose equality its class decides. */
    private static final class HashedKey<K> {
        private final KeyCodec<K> codec;
        private final K key;
        private final byte[] encoded;
        private final int hash;

        private HashedKey(KeyCodec<K> codec, K key, byte[] encoded) {
            this.codec = codec;
            this.key = key;
            this.encoded = encoded;
            this.hash = Arrays.hashCode(Arrays.copyOf(encoded, KeyCodec.HASH_LENGTH));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof HashedKey<?> that
                            && hash == that.hash
                            && codec.matchesHashed(key, encoded, that.encoded));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
