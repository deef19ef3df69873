/**
 * An off-heap key-value store of byte strings.
 *
 * <p>{@link io.slabcache.store.SlabStore#builder()} opens a store; everything else in this package is a type of its operations. The engine behind it lives in packages that are not exported.
 */
package io.slabcache.store;
