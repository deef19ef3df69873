/**
 * Hibernate with Slabcache as its second-level cache: the same work is done twice, the second time without the database.
 */
@NullMarked
package io.slabcache.examples.hibernate;

import org.jspecify.annotations.NullMarked;
