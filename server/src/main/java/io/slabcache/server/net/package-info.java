/** The sockets of a node, by Netty. */
package io.slabcache.server.net;
