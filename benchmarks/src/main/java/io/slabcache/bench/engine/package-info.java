/** The suites about the raw store: ours next to other stores, in one process each. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.engine;
