package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.BackingException;
import java.util.HashMap;
import java.util.Map;

/** The prefixes of a manager's caches in plain format, which keep their entries apart. Safe for use by several threads. */
final class PlainPrefixes {
    /** The names of the open caches by their prefixes. Guarded by this. */
    private final Map<String, String> caches = new HashMap<>();

    /**
     * Reserves a prefix.
     *
     * @param cacheName the cache that wants it
     * @param prefix the prefix
     * @throws BackingException if another cache's entries would be this one's too
     */
    synchronized void claim(String cacheName, String prefix) {
        caches.forEach((taken, owner) -> {
            boolean nested =
                    !taken.isEmpty() && !prefix.isEmpty() && (taken.startsWith(prefix) || prefix.startsWith(taken));
            if (nested || taken.equals(prefix)) {
                throw new BackingException(
                        "a key-prefix must not be the beginning of another cache's: cache=" + cacheName + ", keyPrefix="
                                + prefix + ", other=" + owner + ", othersKeyPrefix=" + taken,
                        null);
            }
        });
        caches.put(prefix, cacheName);
    }

    synchronized void release(String prefix) {
        caches.remove(prefix);
    }
}
