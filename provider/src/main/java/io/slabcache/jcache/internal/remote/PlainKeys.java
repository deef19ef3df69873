package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.BackingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The keys that the entries of one cache have on servers in plain format: a prefix, and the keys as they are. */
final class PlainKeys {
    private static final byte BLANK = ' ';
    private static final byte DELETE = 0x7f;

    private final String cacheName;
    private final byte[] prefix;

    PlainKeys(String cacheName, String prefix) {
        this.cacheName = cacheName;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    boolean havePrefix() {
        return prefix.length > 0;
    }

    /** Refuses to touch entries whose keys may be another's. */
    void requirePrefix(String operation) {
        if (prefix.length == 0) {
            throw new BackingException(
                    "a cache whose keys have no prefix cannot tell them from others', so it must have a key-prefix for this:"
                            + " cache=" + cacheName + ", operation=" + operation,
                    null);
        }
    }

    /**
     * Returns the key that an entry has on a server.
     *
     * @param key the entry's key
     * @return the prefix and the key
     * @throws BackingException if clients of the text protocol could not say it, or no server would take it
     */
    byte[] wire(byte[] key) {
        for (byte b : key) {
            if ((b >= 0 && b <= BLANK) || b == DELETE) {
                throw new BackingException(
                        "a key in plain format must not have blanks and control characters: cache=" + cacheName
                                + ", key=" + new String(key, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?"),
                        null);
            }
        }
        int length = prefix.length + key.length;
        if (length > KeyGrammar.MAX_LENGTH) {
            throw new BackingException(
                    "a key in plain format must not be longer than a server takes, with its prefix: cache=" + cacheName
                            + ", bytes=" + length + ", maxBytes=" + KeyGrammar.MAX_LENGTH,
                    null);
        }
        byte[] wire = Arrays.copyOf(prefix, length);
        System.arraycopy(key, 0, wire, prefix.length, key.length);
        return wire;
    }

    /** Returns the keys that entries have on a server. */
    List<byte[]> wires(Iterable<byte[]> keys) {
        List<byte[]> wires = new ArrayList<>();
        for (byte[] key : keys) {
            wires.add(wire(key));
        }
        return wires;
    }

    /** Tells whether a key on a server is that of an entry of this cache. */
    boolean isEntry(byte[] wire) {
        return wire.length > prefix.length && Arrays.equals(wire, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Returns the key of an entry. */
    byte[] key(byte[] wire) {
        return Arrays.copyOfRange(wire, prefix.length, wire.length);
    }
}
