package io.slabcache.jcache.internal;

/**
 * What a cache asks of its {@link Backing}.
 *
 * @param name names the cache in messages
 * @param capacity the bound on all bytes
 * @param maxItemSize the bound on one entry in bytes, 0 for the backing's default
 * @param hashedPrefixLength how many first bytes of a key {@link PrefixLookup} is to go by, 0 if it is not needed
 */
public record BackingSettings(String name, long capacity, int maxItemSize, int hashedPrefixLength) {}
