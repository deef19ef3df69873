/**
 * Configuration files: found by a locator, read and checked against the
 * table of keys, handed on as immutable records.
 */
package io.slabcache.jcache.internal.config;
