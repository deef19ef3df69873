/** Speed next to others', in one run: the program and the table of its suites. */
@org.jspecify.annotations.NullMarked
package io.slabcache.bench;
