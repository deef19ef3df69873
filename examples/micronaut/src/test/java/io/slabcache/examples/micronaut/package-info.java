/** Slabcache below Micronaut's cache annotations. */
@NullMarked
package io.slabcache.examples.micronaut;

import org.jspecify.annotations.NullMarked;
