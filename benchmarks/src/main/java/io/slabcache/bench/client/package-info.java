/** The suites about clients and remote caches: ours next to others' and to bare sockets, on real servers. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.client;
