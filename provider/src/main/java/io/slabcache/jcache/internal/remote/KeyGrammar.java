package io.slabcache.jcache.internal.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the entries of one cache have on a server, so that no two caches, and no cache and what is kept beside
 * its entries, ever share one.
 * <pre>
 *   &lt;id&gt;:&lt;key&gt;         an entry
 *   &lt;id&gt;#&lt;hash&gt;        an entry whose key is too long for a server; the envelope holds the key
 *   &lt;id&gt;!gen           the generation
 *   &lt;id&gt;!cfg           the description of the cache
 * </pre>
 * The id is {@value #ID_LENGTH} characters made from the namespace and the cache's name, the hash is the SHA-256 of the
 * key, both in the URL alphabet of base64.
 */
final class KeyGrammar {
    static final int ID_LENGTH = 12;

    /** The longest key that memcached takes. */
    static final int MAX_LENGTH = 250;

    private static final int PREFIX_LENGTH = ID_LENGTH + 1;
    private static final byte ENTRY = ':';
    private static final byte HASHED_ENTRY = '#';
    private static final char COMPANION = '!';

    /** Nine bytes are twelve characters. */
    private static final int ID_BYTES = 9;

    private final byte[] id;
    private final byte[] generationKey;
    private final byte[] descriptionKey;

    /**
     * Creates the grammar of a cache.
     *
     * @param namespace keeps caches of one name apart; without the character NUL
     * @param cacheName the cache's name
     */
    KeyGrammar(String namespace, String cacheName) {
        if (namespace.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a namespace must be without the character NUL: namespace=" + namespace.replace('\0', '?'));
        }
        byte[] digest = sha256((namespace + '\0' + cacheName).getBytes(StandardCharsets.UTF_8));
        id = base64(Arrays.copyOf(digest, ID_BYTES));
        generationKey = companion("gen");
        descriptionKey = companion("cfg");
    }

    /** Returns the key of the generation. */
    byte[] generationKey() {
        return generationKey;
    }

    /** Returns the key of the cache's description. */
    byte[] descriptionKey() {
        return descriptionKey;
    }

    /**
     * Returns the key that an entry has on a server.
     *
     * @param key the entry's key
     * @return at most {@value #MAX_LENGTH} bytes
     */
    byte[] wire(byte[] key) {
        return key.length <= MAX_LENGTH - PREFIX_LENGTH
                ? prefixed(ENTRY, key)
                : prefixed(HASHED_ENTRY, base64(sha256(key)));
    }

    /** Tells whether an entry's key on a server is a hash of its key. */
    static boolean isHashed(byte[] wire) {
        return wire[ID_LENGTH] == HASHED_ENTRY;
    }

    /** Tells whether a key on a server is that of an entry of this cache. */
    boolean isEntry(byte[] wire) {
        return wire.length > PREFIX_LENGTH
                && (wire[ID_LENGTH] == ENTRY || wire[ID_LENGTH] == HASHED_ENTRY)
                && Arrays.equals(wire, 0, ID_LENGTH, id, 0, ID_LENGTH);
    }

    /**
     * Returns the key of an entry.
     *
     * @param wire its key on a server
     * @return the key, or null if that is a hash of it
     */
    byte @Nullable [] key(byte[] wire) {
        return isHashed(wire) ? null : Arrays.copyOfRange(wire, PREFIX_LENGTH, wire.length);
    }

    private byte[] prefixed(byte kind, byte[] rest) {
        byte[] wire = new byte[PREFIX_LENGTH + rest.length];
        System.arraycopy(id, 0, wire, 0, ID_LENGTH);
        wire[ID_LENGTH] = kind;
        System.arraycopy(rest, 0, wire, PREFIX_LENGTH, rest.length);
        return wire;
    }

    private byte[] companion(String name) {
        return prefixed((byte) COMPANION, name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encode(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
