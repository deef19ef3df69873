/** Load on stores that are in the process of the load itself. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.embedded;
