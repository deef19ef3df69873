/** A memcached client: routing, pipelining over few connections, failure handling, TLS and SASL. */
package io.slabcache.client;
