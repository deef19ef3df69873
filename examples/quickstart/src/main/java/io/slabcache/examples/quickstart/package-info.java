/**
 * What to run first: half a gigabyte of text goes through a cache while the heap stays at 128 MiB.
 */
@NullMarked
package io.slabcache.examples.quickstart;

import org.jspecify.annotations.NullMarked;
