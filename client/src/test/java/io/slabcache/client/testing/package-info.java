/** Servers for tests: real ones, scripted ones and misbehaving ones, and a proxy that breaks connections. */
package io.slabcache.client.testing;
