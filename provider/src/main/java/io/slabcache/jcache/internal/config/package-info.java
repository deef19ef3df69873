/**
 * Configuration files: found by {@link io.slabcache.jcache.internal.config.ConfigLocator}, read and checked against the
 * table of keys, handed on as immutable records.
 */
package io.slabcache.jcache.internal.config;
