/**
 * Which node a key belongs to, compatible to the key with what other memcached clients do.
 *
 * <p>{@link io.slabcache.client.locator.Placement} is the choice among them; {@link io.slabcache.client.locator.NodeLocator} answers the
 * question. Nodes are known by the names that were configured, never by what these resolve to, save in the placements that copy a client
 * which did otherwise.
 */
package io.slabcache.client.locator;
