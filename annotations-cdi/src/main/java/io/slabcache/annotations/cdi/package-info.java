/**
 * Puts the JSR-107 annotations ({@link javax.cache.annotation.CacheResult} and the others) to work on Jakarta CDI beans.
 *
 * <p>{@link io.slabcache.annotations.cdi.CacheAnnotationsExtension} is all there is to see; containers find it by
 * {@link java.util.ServiceLoader}.
 */
package io.slabcache.annotations.cdi;
