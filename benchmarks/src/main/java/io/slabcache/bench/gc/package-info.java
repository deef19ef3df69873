/** The suite {@code gc}: pauses and latencies with much memory in use. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.gc;
