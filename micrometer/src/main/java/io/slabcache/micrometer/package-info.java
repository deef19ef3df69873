/** Meters for Micrometer: {@link io.slabcache.micrometer.SlabcacheMetrics} is all that a program needs. */
package io.slabcache.micrometer;
