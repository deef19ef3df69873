package io.slabcache.jcache.internal;

import java.util.List;

/** What a {@link Backing} offers that can find keys by their first bytes. */
public interface PrefixLookup {
    /**
     * Returns the keys of live entries that start with the given bytes.
     *
     * @param prefix as many bytes as {@link BackingSettings#hashedPrefixLength()} says
     * @return fresh arrays, mostly none or one
     */
    List<byte[]> keysWithPrefix(byte[] prefix);
}
