/** The suite about caches in the process through {@code javax.cache.Cache}, by value: ours next to other providers'. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.jcache;
