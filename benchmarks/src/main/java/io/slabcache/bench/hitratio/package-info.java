/** The suite {@code hitratio}: caches behind written request sequences. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.hitratio;
