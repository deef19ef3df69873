/** The suite {@code memory}: what stores take beside keys and values. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.memory;
