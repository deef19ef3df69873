package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.config.RemoteCacheSettings;

/**
 * What a cache asks of its {@link Backing}.
 *
 * @param name names the cache in messages
 * @param capacity the bound on all bytes; means nothing on servers
 * @param maxItemSize the bound on one entry in bytes, 0 for the backing's default
 * @param hashedPrefixLength how many first bytes of a key {@link PrefixLookup} is to go by, 0 if it is not needed
 * @param accessCounts whether the expiry policy may change an entry's time when it is read
 * @param keyCodec names the encoding of the keys
 * @param valueCodec names the encoding of the values
 * @param remote what the cache has to say about its life on servers; means nothing in this process
 */
public record BackingSettings(
        String name,
        long capacity,
        int maxItemSize,
        int hashedPrefixLength,
        boolean accessCounts,
        String keyCodec,
        String valueCodec,
        RemoteCacheSettings remote) {}
