package io.slabcache.client;

import org.jspecify.annotations.Nullable;

/**
 * Two items of one node, read in one go.
 *
 * @param item the item that was asked for, or null if there is none
 * @param companion what was asked for with it, or null if there is none
 */
public record ItemPair(@Nullable Item item, @Nullable Item companion) {}
