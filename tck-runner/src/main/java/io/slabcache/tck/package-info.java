/**
 * Checks what a run of the JSR-107 TCK really ran.
 *
 * <p>The TCK counts a test that it turns off as passed, and a build tool counts a test that it never found as nothing at
 * all. The check therefore compares the report files with the full list of the TCK's tests, name by name.
 */
@NullMarked
package io.slabcache.tck;

import org.jspecify.annotations.NullMarked;
