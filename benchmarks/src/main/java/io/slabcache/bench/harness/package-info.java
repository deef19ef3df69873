/** What all suites share: processes that take turns, rounds, medians, bars and reports. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.harness;
