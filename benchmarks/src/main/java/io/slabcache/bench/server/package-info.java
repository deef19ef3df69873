/** The suite {@code server}: our node next to memcached, each pinned to one processor, with the load on the other. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.server;
