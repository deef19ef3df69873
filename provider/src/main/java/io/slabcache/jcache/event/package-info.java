/** The listeners of a cache and the one place from which events go out. */
package io.slabcache.jcache.event;
