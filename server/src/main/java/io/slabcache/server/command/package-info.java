/** The commands of a node: what the protocols ask for, carried out on the store. Knows bytes and buffers, no sockets. */
package io.slabcache.server.command;
