/**
 * Memory outside the heap: how much there is, and access to it.
 */
package io.slabcache.store.memory;
