/** The figures of a node, in memcached's groups and names. */
package io.slabcache.server.stats;
