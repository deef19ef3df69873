package io.slabcache.micrometer;

import io.micrometer.core.instrument.Tags;

/**
 * Which meters are bound.
 *
 * @param tags what all have
 * @param standard whether JSR-107's are bound too
 * @param slabClasses whether those of each slab class are
 */
record MeterSelection(Tags tags, boolean standard, boolean slabClasses) {}
