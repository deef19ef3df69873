package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.BackingException;

/**
 * What the entries of one cache in exact mode are like.
 *
 * @param cacheName names the cache in messages
 * @param fingerprint stands for the configuration that all clients of the cache must share
 * @param serverExpiry whether entries live by the server's clock, so that a touch need not write them anew
 * @param maxItemSize the bound on key and value in bytes, 0 for none but the server's
 * @param skipsUndecodable whether an item that is no envelope counts as absent
 * @param leaseMillis how long the right to load a key lasts
 */
record ExactSettings(
        String cacheName,
        int fingerprint,
        boolean serverExpiry,
        int maxItemSize,
        boolean skipsUndecodable,
        long leaseMillis) {
    /** Refuses what is larger than an entry of this cache may be. */
    void requireFits(byte[] key, byte[] value) {
        if (maxItemSize != 0 && (long) key.length + value.length > maxItemSize) {
            throw new BackingException(
                    "an entry must not be larger than the limit: cache=" + cacheName + ", keyBytes=" + key.length
                            + ", valueBytes=" + value.length + ", maxItemSize=" + maxItemSize,
                    null);
        }
    }
}
