/** JSR-107 over the one seam, {@link io.slabcache.jcache.internal.Backing}: locks, expiry, loading, writing, processors. */
package io.slabcache.jcache.internal;
