/**
 * Turns keys and values into bytes and back.
 *
 * <p>An encoded object is one {@linkplain io.slabcache.jcache.internal.codec.TypeTag type tag} and what its format
 * writes behind it; numbers are big-endian. The tag is written whatever the declared type of the cache, so that typed
 * and untyped views of one cache read each other's entries. Objects without a format of their own are written by Java
 * serialization and read back through a filter of classes and sizes.
 */
package io.slabcache.jcache.internal.codec;
