package io.slabcache.client;

/**
 * A value as it was seen, with what stands for that state.
 *
 * @param value the value
 * @param casToken the token of the item it was in
 * @param <V> the type of the value
 */
public record TypedItem<V>(V value, long casToken) {}
