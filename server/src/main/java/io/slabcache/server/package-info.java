/**
 * A node that memcached clients of any language use as if it were memcached, on the slab engine.
 *
 * <p>{@link io.slabcache.server.MemcachedServer#start} opens one with {@link io.slabcache.server.ServerSettings}; the runnable jar
 * does the same from a command line.
 */
package io.slabcache.server;
