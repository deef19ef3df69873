/** Connections to nodes: the threads that call do the input and output. */
package io.slabcache.client.connection;
