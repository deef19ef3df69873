/** The page of figures: tables and plots from what the suites wrote. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.plot;
