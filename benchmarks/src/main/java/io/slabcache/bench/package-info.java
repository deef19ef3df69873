/** Speed next to other clients and to bare sockets, in one run. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench;
