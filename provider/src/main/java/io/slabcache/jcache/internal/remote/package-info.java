/** Entries on memcached servers: the backing in exact mode, in plain mode, and what decides between them. */
package io.slabcache.jcache.internal.remote;
