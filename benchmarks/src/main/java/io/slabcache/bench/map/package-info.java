/** The stores in the process that are compared, behind one small interface: bytes in, bytes out. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench.map;
