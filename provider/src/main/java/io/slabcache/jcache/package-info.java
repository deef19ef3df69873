/**
 * A JSR-107 caching provider whose entries live in slabs outside the Java heap.
 */
package io.slabcache.jcache;
