/** A catalogue on the web: Spring Boot, a database, and a cache between them. */
@NullMarked
package io.slabcache.examples.springboot;

import org.jspecify.annotations.NullMarked;
